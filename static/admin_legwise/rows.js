// Adds rows to lists of cross-links and cautions. Without it, each list still has one blank row and can be saved again for more.

function setUp(list) {
  const prefix = list.dataset.prefix;
  const total = list.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
  const template = list.querySelector("template");
  const button = list.querySelector("[data-add]");
  if (!button) return; // shown to somebody who may look only
  button.hidden = false;
  button.addEventListener("click", () => {
    const row = template.content.firstElementChild.cloneNode(true);
    number(row, Number(total.value));
    total.value = Number(total.value) + 1;
    list.querySelector("ol").append(row);
    row.querySelector("input, select").focus();
    row.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function number(row, index) {
  row.querySelectorAll("[name], [id], [for]").forEach((element) => {
    for (const attribute of ["name", "id", "for"]) {
      const value = element.getAttribute(attribute);
      if (value) element.setAttribute(attribute, value.replace("__prefix__", index));
    }
  });
  row.querySelector("[role=group]").setAttribute("aria-label", `Row ${index + 1}`);
}

document.querySelectorAll("[data-module=rows]").forEach(setUp);
