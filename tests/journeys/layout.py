"""Whether a page fits small screens, large text and wide spacing, and whether a finger can hit what it should."""

from __future__ import annotations

from playwright.sync_api import Page

# What WCAG 1.4.12 lets readers set. A style sheet made by script is no inline style, so the site's policy allows it.
SPACING = """
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important;
    letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}
"""
LARGE_TEXT = "() => { document.documentElement.style.fontSize = '200%'; }"
NORMAL_TEXT = "() => { document.documentElement.style.fontSize = ''; document.adoptedStyleSheets = []; }"
SIDEWAYS = """
() => {
  const room = document.scrollingElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= room) return [];
  const wide = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > room + 1);
  return [`scrolls sideways: ${document.scrollingElement.scrollWidth} px in ${room}, ` +
    wide.slice(-3).map(e => `${e.localName}.${e.className}`).join(", ")];
}
"""
CLIPPED = """
() => {
  const faults = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text; (text = texts.nextNode());) {
    if (!text.data.trim() || !text.parentElement.checkVisibility({visibilityProperty: true})) continue;
    if (text.parentElement.closest(".visually-hidden, .skip-link, script, style, option")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const words = range.getBoundingClientRect();
    for (let box = text.parentElement; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      const edge = box.getBoundingClientRect();
      const hides = axis => ["hidden", "clip"].includes(style[axis]);
      if ((hides("overflowX") && (words.right > edge.right + 1 || words.left < edge.left - 1)) ||
          (hides("overflowY") && (words.bottom > edge.bottom + 1 || words.top < edge.top - 1)))
        faults.push(`cut off in ${box.localName}.${box.className}: ${text.data.trim().slice(0, 40)}`);
    }
  }
  return faults;
}
"""
SMALL_TARGETS = """
least => {
  // Citations stand in sentences too, raised.
  const inSentence = e => e.parentElement.localName === "sup" || (getComputedStyle(e).display === "inline" &&
    e.parentElement.textContent.trim().length > e.textContent.trim().length);
  const targets = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest(".skip-link"))
    .map(e => ({e, box: e.getBoundingClientRect()}));
  const small = ({box}) => box.width < least || box.height < least;
  const middle = box => ({x: box.x + box.width / 2, y: box.y + box.height / 2});
  // WCAG 2.5.8: a small target may stand alone, where a circle around it touches no other target.
  const near = (one, other) => {
    const {x, y} = middle(one.box);
    if (small(other)) return Math.hypot(x - middle(other.box).x, y - middle(other.box).y) < least;
    const dx = Math.max(other.box.left - x, x - other.box.right, 0);
    const dy = Math.max(other.box.top - y, y - other.box.bottom, 0);
    return Math.hypot(dx, dy) < least / 2;
  };
  return targets
    .filter(one => small(one) && !inSentence(one.e) && targets.some(other => other !== one && near(one, other)))
    .map(({e, box}) => `small target: ${e.localName}.${e.className} “${e.textContent.trim().slice(0, 30)}” ` +
      `${box.width.toFixed(1)} × ${box.height.toFixed(1)}`);
}
"""


def layout_faults(page: Page) -> list[str]:
    """Everything wrong with the page as it stands, in words."""
    found = []
    page.set_viewport_size({"width": 320, "height": 640})
    found += _named("320 px", page.evaluate(SIDEWAYS) + page.evaluate(CLIPPED) + page.evaluate(SMALL_TARGETS, 24))
    page.evaluate(SPACING)
    found += _named("320 px, text spacing", page.evaluate(SIDEWAYS) + page.evaluate(CLIPPED))
    page.set_viewport_size({"width": 1280, "height": 800})
    found += _named("1280 px, text spacing", page.evaluate(SIDEWAYS) + page.evaluate(CLIPPED))
    page.evaluate(NORMAL_TEXT)
    found += _named("1280 px", page.evaluate(SMALL_TARGETS, 24))
    page.set_viewport_size({"width": 640, "height": 800})
    page.evaluate(LARGE_TEXT)
    found += _named("640 px, text at 200%", page.evaluate(SIDEWAYS) + page.evaluate(CLIPPED))
    page.evaluate(NORMAL_TEXT)
    return found


def _named(where: str, faults: list[str]) -> list[str]:
    return [f"{where}: {fault}" for fault in faults]
