// A hard word explains itself where it stands. Without script, or without popovers, it leads to the glossary.
const OPEN_AFTER = 300;
const CLOSE_AFTER = 400;
const GAP = 8;

let shown = null;
let timer = 0;

function make(name, css, text) {
  const made = document.createElement(name);
  made.className = css;
  made.textContent = text;
  return made;
}

function build(term) {
  const note = make("span", "meaning", "");
  note.id = "meaning";
  note.popover = "manual";
  note.tabIndex = -1;
  note.setAttribute("role", "dialog");
  note.setAttribute("aria-label", term.textContent);
  note.setAttribute("aria-describedby", "meaning-words");
  const words = make("span", "meaning__words", term.dataset.meaning);
  words.id = "meaning-words";
  const more = make("a", "meaning__more", "More in the glossary");
  more.href = term.href;
  const shut = make("button", "meaning__close", "Close");
  shut.type = "button";
  shut.addEventListener("click", () => close(true));
  note.append(words, more, shut);
  note.addEventListener("pointerenter", () => clearTimeout(timer));
  note.addEventListener("pointerleave", closeSoon);
  note.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !note.contains(event.relatedTarget)) close(false);
  });
  return note;
}

function place() {
  const lines = shown.term.getClientRects();
  const box = shown.note.getBoundingClientRect();
  const below = lines[lines.length - 1].bottom + GAP;
  const above = lines[0].top - GAP - box.height;
  const top = below + box.height > innerHeight && above > 0 ? above : below;
  const room = document.documentElement.clientWidth - box.width - GAP;
  shown.note.style.left = `${Math.max(GAP, Math.min(lines[0].left, room)) + scrollX}px`;
  shown.note.style.top = `${top + scrollY}px`;
}

// By hover it goes again by itself; by click or key it stays, and the reader is led into it.
function open(term, stays) {
  clearTimeout(timer);
  if (shown?.term !== term) {
    close(false);
    shown = { term, note: build(term) };
    // It stands after its word, so that reading and tabbing go on from there.
    term.after(shown.note);
    shown.note.showPopover();
    term.setAttribute("aria-expanded", "true");
    place();
  }
  shown.stays ||= stays;
  if (stays) shown.note.focus();
}

function close(back) {
  clearTimeout(timer);
  if (!shown) return;
  const { term, note } = shown;
  shown = null;
  term.setAttribute("aria-expanded", "false");
  if (back && note.contains(document.activeElement)) term.focus();
  note.remove();
}

function closeSoon() {
  clearTimeout(timer);
  if (shown && !shown.stays) timer = setTimeout(close, CLOSE_AFTER, false);
}

function explainItself(term) {
  term.setAttribute("role", "button");
  term.setAttribute("aria-haspopup", "dialog");
  term.setAttribute("aria-expanded", "false");
  term.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (shown?.term === term && shown.stays) close(true);
    else open(term, true);
  });
  term.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    term.click();
  });
  term.addEventListener("pointerenter", (event) => {
    clearTimeout(timer);
    if (event.pointerType === "mouse" && !shown?.stays) timer = setTimeout(open, OPEN_AFTER, term, false);
  });
  term.addEventListener("pointerleave", closeSoon);
}

if ("popover" in HTMLElement.prototype) {
  for (const term of document.querySelectorAll(".term[data-meaning]")) explainItself(term);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(true);
  });
  document.addEventListener("pointerdown", (event) => {
    if (shown && !shown.note.contains(event.target) && event.target !== shown.term) close(false);
  });
  window.addEventListener("resize", () => shown && place());
}
