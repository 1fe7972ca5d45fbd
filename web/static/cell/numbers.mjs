// Numbers and claims, in the text and in formulas, follow what their expressions give.
import { html } from "./html.mjs";
import { words } from "./words.mjs";

const VAL = /\\val\s*\{((?:[^{}]|\{[^{}]*\})*)\}\s*\{([^{}]*)\}/g;
/** What a claim may be that does not hold; each has a word and a mark of this name. */
const VERDICTS = ["fails", "unchecked"];
const note = html(`<p class="unmarked">${words.unmarked}</p>`);

/** A number is seen in its first place; in a formula the second is MathML, which is heard.
 *  @type {{ root?: Element, numbers: ReturnType<typeof number>[], claims: HTMLElement[] }} */
let page = { numbers: [], claims: [] };

export function origins() {
  const root = /** @type {HTMLElement} */ (document.querySelector("article"));
  if (page.root === root) return page;
  const places = [...root.querySelectorAll("data[data-n], .katex")];
  const claims = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-holds]")]);
  return (page = { root, numbers: places.flatMap(numbersIn), claims });
}

function numbersIn(place) {
  if (place.matches("data")) return [number(place.dataset.n, place.textContent, [place])];
  const tex = place.querySelector("annotation").textContent;
  return [...tex.matchAll(VAL)].map(([, expression, shown], k) =>
    number(expression, shown, [...place.querySelectorAll(`[data-val="${k}"]`)].reverse()),
  );
}

function number(expression, shown, /** @type {HTMLElement[]} */ places) {
  places[0].dataset.n = expression;
  return { expression, shown, now: shown, places, originals: places.map((each) => each.innerHTML) };
}

/** What Python evaluates: all expressions, and beside those of numbers how each is written. */
export const expressions = () => ({
  numbers: origins().numbers.map(({ expression, shown }) => [expression, shown]),
  claims: origins().claims.map(({ dataset }) => dataset.holds),
});

/** Shows what Python gave, values and errors; without that, what the page was built with. */
export function follow(seen = /** @type {any} */ (null)) {
  const { root, numbers, claims } = origins();
  numbers.forEach((each, i) => rewrite(each, seen ? (seen.numbers[i][0] ?? "—") : each.shown));
  claims.forEach((claim, i) => judge(claim, seen ? verdict(seen.claims[i]) : ""));
  const marked = root?.querySelector("[data-changed], [data-fails], [data-unchecked]");
  const first = marked?.closest(".page > *");
  if (!first) note.remove();
  else if (note.nextElementSibling !== first) first.before(note);
}

function rewrite(/** @type {ReturnType<typeof number>} */ each, text) {
  const { shown, places, originals, now } = each;
  const [seen, heard] = places;
  if (text === now) return;
  each.now = text;
  places.forEach((place, i) => (place.innerHTML = originals[i]));
  delete seen.dataset.changed;
  if (text === shown) return;
  seen.dataset.changed = words.originally(shown);
  const written = heard ? text.replace("-", "−") : text;
  seen.replaceChildren(written, ...seen.querySelectorAll(".mspace"));
  heard?.querySelector("mo")?.remove();
  if (heard) (heard.querySelector("mn") ?? heard).textContent = written;
}

/** "" where a claim holds. Of an expression that raises an error nobody knows. */
function verdict([holds, error]) {
  if (error !== null) return "unchecked";
  return holds ? "" : "fails";
}

function judge(/** @type {HTMLElement} */ claim, verdict) {
  const before = VERDICTS.find((each) => each in claim.dataset) ?? "";
  if (verdict === before) return;
  if (before) claim.lastElementChild?.remove();
  for (const each of VERDICTS) claim.toggleAttribute(`data-${each}`, each === verdict);
  if (verdict) claim.append(html(`<span class="fails"> (${words[verdict]})</span>`));
}
