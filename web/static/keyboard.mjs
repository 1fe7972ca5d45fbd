// What only a keyboard needs, fetched with the first key. Material's drawer opens by a checkbox.
const drawer = /** @type {HTMLInputElement} */ (document.getElementById("__drawer"));

/** The focus goes into an open drawer, and back from a closed one. */
drawer.addEventListener("change", () => {
  const links = document.querySelectorAll(".md-nav--primary :is(a, input)");
  const inside = /** @type {HTMLElement[]} */ ([...links]);
  const seen = (/** @type {Element} */ element) =>
    element.checkVisibility({ visibilityProperty: true });
  if (drawer.checked) inside.find(seen)?.focus();
  else if (inside.some((element) => element === document.activeElement)) drawer.focus();
});

document.addEventListener("keydown", ({ key, target }) => {
  const focused = /** @type {HTMLElement} */ (target);
  if (key === "Enter" && focused.matches(".md-toggle")) focused.click();
  if (key === "Escape" && drawer.checked) drawer.click();
});

/** Who leaves an open drawer by Tab would be below it. */
document.addEventListener("focusin", ({ target }) => {
  const focused = /** @type {HTMLElement} */ (target);
  if (drawer.checked && focused.closest(".md-content, .md-footer")) drawer.click();
});
