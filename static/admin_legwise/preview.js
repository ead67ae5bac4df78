// Keeps the preview in step with what is typed, and offers three widths. Without it, the Preview button does the same by hand.

const PAUSE = 600; // milliseconds after the last key

function setUp(section) {
  const frame = section.querySelector("iframe");
  const widths = section.querySelector(".legwise-preview__widths");
  const button = document.querySelector("[data-preview-button]");
  widths.hidden = false;
  widths.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-width]");
    if (chosen) setWidth(section, frame, widths, chosen);
  });
  if (button) follow(section, frame, button);
}

function setWidth(section, frame, widths, chosen) {
  widths.querySelectorAll("[data-width]").forEach((other) => {
    other.setAttribute("aria-pressed", String(other === chosen));
  });
  frame.dataset.width = chosen.dataset.width;
  document.body.dataset.previewWidth = chosen.dataset.width;
}

function follow(section, frame, button) {
  const form = button.form;
  const status = section.querySelector("[role=status]");
  let timer = 0;
  let running = null;
  let isOpen = false;

  button.addEventListener("click", () => {
    isOpen = true;
    document.body.classList.add("legwise-previewing");
    status.textContent = "Making the preview…";
  });
  frame.addEventListener("load", () => {
    if (isOpen) status.textContent = "The preview shows what you typed.";
  });
  form.addEventListener("input", () => {
    document.querySelectorAll("[data-saved-only]").forEach((element) => { element.hidden = true; });
    document.querySelectorAll("[data-unsaved-note]").forEach((element) => { element.hidden = false; });
    if (!isOpen) return;
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE);
  });

  async function refresh() {
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(button.getAttribute("formaction"), {
        method: "POST", body: new FormData(form), signal: running.signal, redirect: "error",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      show(await answer.text());
      status.textContent = "The preview shows what you typed.";
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = "The preview could not be made just now. What you typed is still here.";
    }
  }

  // Swaps the page inside the frame, so that the reader's place in it stays. The frame's sandbox lets no script run.
  function show(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const shown = frame.contentDocument;
    shown.body.replaceWith(shown.adoptNode(fresh.body));
  }
}

document.querySelectorAll("[data-module=preview]").forEach(setUp);
