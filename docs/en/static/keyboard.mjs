// What only a keyboard needs, fetched with the first key. Material's drawer opens by a checkbox.
const drawer = document.getElementById("__drawer");

/** The focus goes into an open drawer, and back from a closed one. */
drawer.addEventListener("change", () => {
  const inside = [...document.querySelectorAll(".md-nav--primary :is(a, input)")];
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  if (drawer.checked) inside.find(seen)?.focus();
  else if (inside.includes(document.activeElement)) drawer.focus();
});

document.addEventListener("keydown", ({ key, target }) => {
  if (key === "Enter" && target.matches(".md-toggle")) target.click();
  if (key === "Escape" && drawer.checked) drawer.click();
});

/** Who leaves an open drawer by Tab would be below it. */
document.addEventListener("focusin", ({ target }) => {
  if (drawer.checked && target.closest(".md-content, .md-footer")) drawer.click();
});
