// Shows what is checked: numbers and claims are marked, keys reach them, each has its expression.
import { origins } from "./cell/numbers.mjs";
import { showOrigin } from "./site.mjs";

export function show(on) {
  document.querySelector("article")?.toggleAttribute("data-checked", on);
  const numbers = origins().numbers.map(({ places: [seen] }) => seen.closest(".katex") ?? seen);
  for (const each of [...numbers, ...document.querySelectorAll(".number, .claim")])
    each[on ? "setAttribute" : "removeAttribute"]("tabindex", "0");
}

/** Keys show an expression as long as they are there; the mouse, as ever, by a click. */
function follow({ type, target }) {
  if (!target.matches("[tabindex]:is(.number, .claim, .katex)")) return;
  const shown = target.matches(":has(+ .origin)");
  const wanted = type === "focusin" && target.matches("[data-checked] :focus-visible");
  if (shown !== wanted) showOrigin({ target });
}

for (const type of ["focusin", "focusout"]) document.addEventListener(type, follow);
