// Numbers and claims, in the text and in formulas, follow what their expressions give.
import { words } from "./words.mjs";

const VAL = /\\val\s*\{((?:[^{}]|\{[^{}]*\})*)\}\s*\{([^{}]*)\}/g;
const MATHML = "http://www.w3.org/1998/Math/MathML";

/**
 * A number is seen; in a formula MathML says it too.
 * @typedef {{ expression: string, shown: string, now: string, places: HTMLElement[],
 *   originals: Node[][] }} Origin
 */

let page = { root: document.body, numbers: /** @type {Origin[]} */ ([]) };
const note = Object.assign(document.createElement("p"), {
  className: "unmarked",
  textContent: words.unmarked,
});

/** All that has an expression. */
export function origins() {
  const root = /** @type {HTMLElement} */ (document.querySelector("article"));
  if (page.root !== root) {
    const places = [...root.querySelectorAll("data[data-n], .katex")];
    page = { root, numbers: places.flatMap(numbersIn) };
  }
  /** @type {NodeListOf<HTMLElement>} */
  const claims = root.querySelectorAll("[data-holds]");
  return { numbers: page.numbers, claims: [...claims] };
}

function numbersIn(place) {
  const origin = (expression, shown, places) => {
    const originals = places.map(({ childNodes }) => [...childNodes]);
    places[0].dataset.n = expression;
    return { expression, shown, now: shown, places, originals };
  };
  if (place.matches("data")) return [origin(place.dataset.n, place.textContent, [place])];
  const tex = place.querySelector("annotation").textContent;
  return [...tex.matchAll(VAL)].map(([, expression, shown], k) =>
    origin(expression, shown, [...place.querySelectorAll(`[data-val="${k}"]`)].reverse()),
  );
}

/** What Python is asked: all expressions, and beside those of numbers how each is written. */
export const asked = () => ({
  numbers: origins().numbers.map(({ expression, shown }) => [expression, shown]),
  claims: origins().claims.map(({ dataset }) => dataset.holds),
});

/** Shows what Python gave, values and errors; without that, what the page was built with. */
export function follow(seen = /** @type {any} */ (null)) {
  const { numbers, claims } = origins();
  numbers.forEach((number, i) => {
    rewrite(number, seen ? (seen.numbers[i][0] ?? "—") : number.shown);
  });
  claims.forEach((claim, i) => judge(claim, seen === null || seen.claims[i][0] === true));
  const first = page.root.querySelector("[data-changed], [data-fails]")?.closest(".page > *");
  if (!first) note.remove();
  else if (note.nextElementSibling !== first) first.before(note);
}

function rewrite(/** @type {Origin} */ number, text) {
  const { shown, now, places, originals } = number;
  if (text === now) return;
  number.now = text;
  places.forEach((place, i) => place.replaceChildren(...originals[i]));
  if (text === shown) return delete places[0].dataset.changed;
  places[0].dataset.changed = words.originally(shown);
  if (places.length === 1) return (places[0].textContent = text);
  const [seen, heard] = places;
  const written = text.replace("-", "−");
  const space = seen.lastElementChild?.matches(".mspace") ? seen.lastElementChild : "";
  seen.replaceChildren(written, space);
  const digits = Object.assign(document.createElementNS(MATHML, "mn"), { textContent: written });
  heard.replaceChildren(heard.localName === "mn" ? written : digits);
}

function judge(/** @type {HTMLElement} */ claim, holds) {
  if (holds !== "fails" in claim.dataset) return;
  claim.toggleAttribute("data-fails", !holds);
  const word = { className: "fails", textContent: ` (${words.fails})` };
  if (holds) claim.lastElementChild?.remove();
  else claim.append(Object.assign(document.createElement("span"), word));
}

/** The elements of what differs from the page as it was built. */
export const changed = () => ({
  numbers: [...document.querySelectorAll("[data-changed]")],
  claims: [...document.querySelectorAll("[data-fails]")],
});
