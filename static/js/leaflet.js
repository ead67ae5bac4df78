// A button that prints, in place of the sentence that says how.
const button = document.querySelector("[data-print]");
button.hidden = false;
document.querySelector("[data-without-script]").hidden = true;
button.addEventListener("click", () => window.print());
