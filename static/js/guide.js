// Shows the pages for the ticks at once. Without script the button does it, and the address is the same.
const form = document.querySelector("[data-guide]");
const status = document.querySelector("[data-guide-status]");
const WAIT = 250;
let timer = 0;
let request = null;

function address() {
  const query = new URLSearchParams(new FormData(form)).toString();
  return query ? `${location.pathname}?${query}` : location.pathname;
}

// The browser parses the answer as a page of its own; nothing is written as text.
function show(there) {
  clearTimeout(timer);
  request?.abort();
  const asked = address();
  request = new XMLHttpRequest();
  request.open("GET", asked);
  request.responseType = "document";
  request.addEventListener("error", () => location.assign(asked));
  request.addEventListener("load", () => {
    const results = request.response?.getElementById("results");
    if (!results) return location.assign(asked);
    document.getElementById("results").replaceWith(document.adoptNode(results));
    history.replaceState(null, "", asked);
    status.textContent = results.querySelector("[data-guide-count]").textContent;
    if (there) document.getElementById("results-title").focus();
  });
  request.send();
}

form.addEventListener("change", () => {
  clearTimeout(timer);
  timer = setTimeout(show, WAIT, false);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  show(true);
});
