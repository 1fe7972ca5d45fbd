// What only a keyboard needs; site.mjs fetches it with the first key. Material opens its drawer, and the lists in it, by
// checkboxes: the style sheet lets them have the focus, and draws it around the label that is seen.

const drawer = document.getElementById("__drawer");

/** The focus goes into an open drawer, and back from a closed one. */
drawer.addEventListener("change", () => {
  const inside = [...document.querySelectorAll(".md-nav--primary :is(a, input)")];
  if (drawer.checked) inside.find((element) => element.checkVisibility({ visibilityProperty: true }))?.focus();
  else if (inside.includes(document.activeElement)) drawer.focus();
});

document.addEventListener("keydown", ({ key, target }) => {
  if (key === "Enter" && target.matches(".md-toggle")) target.click(); // as a button; the space bar is the browser's
  if (key === "Escape" && drawer.checked) drawer.click();
});

/** Who leaves an open drawer by Tab would be below it. */
document.addEventListener("focusin", ({ target }) => {
  if (drawer.checked && target.closest(".md-content, .md-footer")) drawer.click();
});
