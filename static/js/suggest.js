// Offers names of pages below a search field while somebody types. Without script, or when anything fails, the field
// and its button work as they are. The pattern is WAI-ARIA's combobox with a list: focus stays in the field.
const WAIT = 150;
const SAY_AFTER = 600;

function make(name, css, text) {
  const made = document.createElement(name);
  made.className = css;
  made.textContent = text ?? "";
  return made;
}

function optionOf(row, id) {
  const option = make("li", "suggest__option");
  option.id = id;
  option.setAttribute("role", "option");
  option.dataset.url = row.url;
  option.append(make("span", "suggest__name", row.label));
  const about = make("span", "suggest__about", row.see ? `${row.kind} – ${row.see}` : row.kind);
  // Said in words; the colour only repeats it.
  if (row.care) about.append(" ", make("span", `tag tag--${row.level}`, row.care));
  option.append(" ", about);
  return option;
}

function suggestFor(input) {
  const list = make("ul", "suggest");
  const status = make("div", "visually-hidden");
  let active = -1;
  let asked = "";
  let request = null;
  let timer = 0;
  let saying = 0;

  list.id = `${input.id}-suggestions`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  status.setAttribute("role", "status");
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-controls", list.id],
    ["aria-expanded", "false"],
  ]) input.setAttribute(name, value);
  input.parentElement.append(list, status);

  function say(words) {
    clearTimeout(saying);
    // After the screen reader has said the letter, and only once the typing has stopped.
    if (words) saying = setTimeout(() => (status.textContent = words), SAY_AFTER);
    else status.textContent = "";
  }

  function choose(number) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = number;
    const option = list.children[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function open() {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  function close() {
    clearTimeout(timer);
    request?.abort();
    asked = "";
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
    say("");
  }

  function show(rows) {
    if (!rows.length) return close();
    choose(-1);
    list.replaceChildren(...rows.map((row, number) => optionOf(row, `${list.id}-${number}`)));
    open();
    say(rows.length === 1 ? "1 suggestion" : `${rows.length} suggestions`);
  }

  async function ask() {
    const typed = input.value.trim();
    if (typed === asked) return;
    if (!typed) return close();
    request?.abort();
    asked = typed;
    request = new AbortController();
    try {
      const address = `${input.form.action}suggest?q=${encodeURIComponent(typed)}`;
      const answer = await fetch(address, { signal: request.signal });
      const rows = answer.ok ? await answer.json() : [];
      if (typed === asked) show(rows);
    } catch {
      // Nothing is said: suggestions are an extra. What was asked since then stays.
      if (typed === asked) close();
    }
  }

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => active >= 0 && go(list.children[active]),
    Escape: () => !list.hidden && (close(), true),
  };

  // Past the last one comes the field itself, then the first again.
  function move(step) {
    if (list.hidden) return ask(), true;
    const places = list.children.length + 1;
    choose(((active + 1 + step + places) % places) - 1);
    return true;
  }

  function go(option) {
    close();
    location.assign(option.dataset.url);
    return true;
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    choose(-1);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (keys[event.key]?.()) event.preventDefault();
    else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) choose(-1);
  });
  input.addEventListener("blur", close);
  input.form.addEventListener("submit", close);
  // A press on the list leaves the focus in the field.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!list.contains(event.target) && event.target !== input) close();
  });
}

// A copy of the site sends its form to the live site; what is typed into it goes nowhere before that.
for (const input of document.querySelectorAll(".search__input")) {
  if (new URL(input.form.action).origin === location.origin) suggestFor(input);
}
