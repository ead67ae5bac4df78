// Marks the part being read in the list of contents. On phones the folded list stays at hand and names that part.
function follow(nav) {
  const here = nav.querySelector(".contents__here");
  const toggle = nav.querySelector("details");
  const links = new Map();

  for (const link of nav.querySelectorAll("a")) {
    const part = document.getElementById(link.hash.slice(1))?.closest("section, .related");
    if (part) links.set(part, link);
  }

  function mark(part) {
    for (const link of links.values()) link.removeAttribute("aria-current");
    links.get(part).setAttribute("aria-current", "true");
    here.textContent = links.get(part).textContent;
  }

  // A part is read while it crosses a thin band a quarter down the window; between two parts the last one stays marked.
  const band = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) mark(entry.target);
    },
    { rootMargin: "-25% 0px -74% 0px" },
  );
  for (const part of links.keys()) band.observe(part);

  nav.classList.add("contents--follows");
  nav.addEventListener("click", (event) => {
    if (event.target.closest("a")) toggle.open = false;
  });
  nav.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !nav.contains(event.relatedTarget)) toggle.open = false;
  });
  nav.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !toggle.open) return;
    toggle.open = false;
    toggle.firstElementChild.focus();
  });
}

for (const nav of document.querySelectorAll(".contents")) follow(nav);
