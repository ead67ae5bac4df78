// Buttons above a Markdown field. They type for the editor, so that undo works; the Tab key is left alone.

const BLOCKS = {
  facts: "::: key-facts\n- \n:::\n",
  advice: "::: do\n- \n:::\n\n::: dont\n- Do not \n:::\n",
};

// execCommand is the one way to type that keeps the undo history; setRangeText stands in where a browser refuses.
function type(area, text, start = area.selectionStart, end = area.selectionEnd) {
  area.focus();
  area.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function selected(area) {
  return area.value.slice(area.selectionStart, area.selectionEnd);
}

function typeBlock(area, text) {
  const before = area.value.slice(0, area.selectionStart);
  const gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  type(area, gap + text, area.selectionStart, area.selectionStart);
}

function prefixLines(area, prefix) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const end = Math.max(area.selectionEnd, start);
  const lines = area.value.slice(start, end).split("\n");
  type(area, lines.map((line) => prefix + line).join("\n"), start, end);
}

const ACTIONS = {
  bold: (area) => {
    const words = selected(area);
    type(area, `**${words}**`);
    if (!words) area.setSelectionRange(area.selectionEnd - 2, area.selectionEnd - 2);
  },
  heading: (area) => prefixLines(area, "## "),
  list: (area) => prefixLines(area, "- "),
  facts: (area) => typeBlock(area, BLOCKS.facts),
  advice: (area) => typeBlock(area, BLOCKS.advice),
};

function uidIn(text) {
  return text.includes("(") ? text.slice(text.lastIndexOf("(") + 1).replace(")", "").trim() : text.trim();
}

const INSERTS = {
  link: (area, value) => type(area, selected(area) ? `[[${uidIn(value)}|${selected(area)}]]` : `[[${uidIn(value)}]]`),
  cite: (area, value) => type(area, `[@${value.trim()}]`, area.selectionEnd, area.selectionEnd),
};

async function post(form, url, data) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(url, { method: "POST", body: data, headers: { "X-CSRFToken": token }, redirect: "error" });
  const isJson = (answer.headers.get("Content-Type") || "").includes("json");
  const said = isJson ? await answer.json() : {};
  if (!answer.ok || !isJson) throw new Error(said.error || "The server refused. Reload the page in another tab to see whether you are signed in.");
  return said;
}

function setUp(editor) {
  const area = editor.querySelector("textarea");
  const status = editor.querySelector("[role=status]");
  const look = editor.querySelector(".legwise-markdown__look");
  const say = (words) => { status.textContent = words; };
  editor.querySelector(".legwise-markdown__tools").hidden = false;

  function toggle(name) {
    editor.querySelectorAll("[data-for]").forEach((panel) => {
      panel.hidden = panel.dataset.for !== name || !panel.hidden;
      const button = editor.querySelector(`[data-panel="${panel.dataset.for}"]`);
      button.setAttribute("aria-expanded", String(!panel.hidden));
      if (!panel.hidden) panel.querySelector("input").focus();
    });
  }

  async function upload(panel) {
    const [file, alt, decorative] = ["file", "alt", "decorative"].map((name) => panel.querySelector(`[data-${name}]`));
    if (!file.files.length) return say("Choose a picture file first.");
    const data = new FormData();
    data.set("image", file.files[0]);
    data.set("alt", alt.value);
    if (decorative.checked) data.set("decorative", "on");
    say("Uploading…");
    const said = await post(area.form, editor.dataset.uploadUrl, data);
    toggle("");
    typeBlock(area, `${said.directive}\n`);
    file.value = alt.value = "";
    decorative.checked = false;
    return say("The picture is in the library and in the text.");
  }

  async function insert(name) {
    const panel = editor.querySelector(`[data-for="${name}"]`);
    if (name === "picture") return upload(panel);
    const field = panel.querySelector("[data-value]");
    if (!field.value.trim()) return say("Choose one from the list first.");
    INSERTS[name](area, field.value);
    field.value = "";
    return toggle("");
  }

  async function quickLook() {
    look.hidden = !look.hidden;
    if (look.hidden) return say("");
    const data = new FormData();
    data.set("content", area.value);
    const said = await post(area.form, editor.dataset.previewUrl, data);
    look.replaceChildren(...new DOMParser().parseFromString(said.html, "text/html").body.childNodes);
    return say("The quick look shows the text as it is now.");
  }

  const guarded = (promise) => promise.catch((error) => say(error.message || "The server did not answer."));

  editor.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { do: action, panel, insert: what } = button.dataset;
    if (panel) toggle(panel);
    else if (what) guarded(insert(what));
    else if (action === "look") guarded(quickLook());
    else ACTIONS[action](area);
  });
  // Enter in a panel means its own button, not the form's.
  editor.addEventListener("keydown", (event) => {
    const panel = event.target.closest("[data-for]");
    if (!panel || event.target.tagName === "BUTTON") return;
    if (event.key === "Enter") {
      event.preventDefault();
      guarded(insert(panel.dataset.for));
    } else if (event.key === "Escape") {
      toggle("");
      area.focus();
    }
  });
  // What is typed in a panel is not part of the page.
  editor.addEventListener("input", (event) => { if (event.target.closest("[data-for]")) event.stopPropagation(); });
}

document.querySelectorAll("[data-module=markdown]").forEach(setUp);
