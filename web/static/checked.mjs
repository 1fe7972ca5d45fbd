// Shows what is checked: numbers and claims are marked, keys reach them, each has its expression.
import { origins } from "./cell/numbers.mjs";

/** Shows the origin of what an event is about, or takes it away. @type {(event: any) => void} */
let toggleOrigin;

export function show(on, /** @type {typeof toggleOrigin} */ showOrigin) {
  toggleOrigin = showOrigin;
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
  if (shown !== wanted) toggleOrigin({ target });
}

for (const type of ["focusin", "focusout"]) document.addEventListener(type, follow);
