// A table of all heads of a model that reads a sentence: how much one token looks at another, both
// to be chosen. Layers come one by one. Loaded with the first of them.
import { html } from "./html.mjs";
import { words } from "./words.mjs";

/** What a run has shown so far: `maps` by layer, each (heads, T, T) in one row.
 *  @typedef {{ tokens: string[], heads: number, maps: Float32Array[], query: number, key: number,
 *    box: HTMLElement }} Shown */

/** By the cell below whose output it is. @type {WeakMap<HTMLElement, Shown>} */
const all = new WeakMap();

/** Takes the maps of one layer; with the first the table begins anew. */
export function take(/** @type {HTMLElement} */ cell, { layer, maps, shape, words: tokens }) {
  let shown = all.get(cell);
  if (!shown || layer === 0) all.set(cell, (shown = begin(cell, tokens, shape[0], shown)));
  shown.maps[layer] = maps;
  draw(shown);
}

function begin(cell, tokens, heads, /** @type {Shown | undefined} */ before) {
  before?.box.remove();
  const last = tokens.length - 1;
  const same = before?.tokens.length === tokens.length ? before : null;
  const shown = {
    tokens,
    heads,
    maps: [],
    query: same?.query ?? last,
    key: same?.key ?? Math.min(1, last),
    box: html(`<div class="heads"><p></p><p class="heads-most"></p><table><caption>${words.heads}
      </caption><thead></thead><tbody></tbody></table></div>`),
  };
  const choices = shown.box.querySelector("p");
  for (const which of ["query", "key"]) choices?.append(choice(shown, which), " ");
  cell.append(shown.box);
  return shown;
}

function choice(/** @type {Shown} */ shown, which) {
  const label = html(`<label>${words[`heads-${which}`]} <select></select></label>`);
  const select = /** @type {HTMLSelectElement} */ (label.querySelector("select"));
  shown.tokens.forEach((token, i) => select.add(new Option(`${i + 1} ${token.trim()}`, `${i}`)));
  select.value = shown[which];
  select.onchange = () => {
    shown[which] = Number(select.value);
    draw(shown);
  };
  return label;
}

/** The weight in a head's map. */
const weight = ({ tokens: { length: T }, maps, query, key }, layer, head) =>
  maps[layer][(head * T + query) * T + key];

function cellOf(/** @type {string} */ tag, text) {
  const cell = document.createElement(tag);
  cell.textContent = text;
  return cell;
}

function draw(/** @type {Shown} */ shown) {
  const heads = [...Array(shown.heads).keys()];
  const top = document.createElement("tr");
  top.append(...["", ...heads].map((head) => cellOf("th", head)));
  const found = /** @type {[number, string][]} */ ([]);
  const rows = shown.maps.map((_, layer) => {
    const row = document.createElement("tr");
    row.append(cellOf("th", layer));
    for (const head of heads) {
      const share = weight(shown, layer, head);
      const cell = cellOf("td", share >= 0.045 ? Math.round(100 * share) : "");
      cell.style.setProperty("--share", share.toFixed(3));
      row.append(cell);
      found.push([share, `L${layer}H${head} ${Math.round(100 * share)} %`]);
    }
    return row;
  });
  shown.box.querySelector("thead")?.replaceChildren(top);
  shown.box.querySelector("tbody")?.replaceChildren(...rows);
  found.sort(([a], [b]) => b - a);
  const most = found.slice(0, 3).map(([, text]) => text);
  shown.box.querySelector(".heads-most")?.replaceChildren(words.headsMost(most.join(", ")));
}
