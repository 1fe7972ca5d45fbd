// What changes a number in a cell's code: a drag, a step, and on touch a slider.
import { literalAt, replaced } from "./literals.mjs";
import { html } from "./html.mjs";
import { words } from "./words.mjs";

const STEP = 4; // pixels

const decimals = (/** @type {string} */ number) => (number.split(".")[1] ?? "").length;

/** A number some units of its last digit further; its decimals are kept. */
function moved(/** @type {string} */ number, units) {
  const unit = 10 ** decimals(number);
  const sum = Math.round(Number(number) * unit) + units || 0; // without the sign of a zero
  return (sum / unit).toFixed(decimals(number));
}

function show(cell, literal, number) {
  const text = replaced(cell.editor.text, literal, number);
  cell.editor.preview(text);
  cell.act("follow", text);
}

/** Types a number in one piece, so that one undo takes it back. */
function type(cell, { start, end }, number) {
  const { area } = cell.editor;
  area.setSelectionRange(start, end);
  cell.editor.insert(number);
  area.setSelectionRange(start, start + number.length);
  cell.act("follow");
}

export function drag(cell, literal, { clientX: from, pointerId }) {
  const { area } = cell.editor;
  if (!area.hasPointerCapture(pointerId)) return; // it is up already
  let number = literal.text;
  area.onpointermove = ({ clientX, shiftKey }) => {
    const next = moved(literal.text, Math.trunc((clientX - from) / STEP) * (shiftKey ? 10 : 1));
    if (next === number) return;
    area.setSelectionRange(literal.start, literal.end);
    show(cell, literal, (number = next));
  };
  area.onlostpointercapture = () => {
    area.onpointermove = area.onlostpointercapture = null;
    if (number !== literal.text) type(cell, literal, number);
  };
}

export function step(cell, units) {
  const literal = literalAt(cell.editor.text, cell.editor.area.selectionStart);
  if (literal) type(cell, literal, moved(literal.text, units));
}

/** Puts minus, plus and a slider for a number above the bar of its cell; no keyboard opens. The
 *  number comes to where neither they nor the line at the foot of the screen hide it. */
export function offer(cell, { start, text }, { clientY }) {
  const { area } = cell.editor;
  const reach = decimals(text) ? 50 : 10;
  const dial = html(`<p class="cell-bar cell-dial" role="group" aria-label="${words.number}"
    data-start="${start}"><button type="button" aria-label="${words.less}">−</button>
    <input type="range" aria-label="${words.number}" step="${10 ** -decimals(text)}"
      min="${moved(text, -reach)}" max="${moved(text, reach)}" value="${text}">
    <button type="button" aria-label="${words.more}">+</button></p>`);
  const [less, slider, more] = /** @type {any} */ (dial.children);
  const now = () => literalAt(area.value, start);
  const chosen = () => Number(slider.value).toFixed(decimals(text));
  const take = (number) => type(cell, now(), (slider.value = number));
  slider.oninput = () => show(cell, now(), chosen());
  slider.onchange = () => take(chosen());
  less.onclick = () => take(moved(now().text, -1));
  more.onclick = () => take(moved(now().text, 1));
  cell.find(".cell-dial")?.remove();
  cell.find(".cell-bar").before(dial);
  if (window.innerWidth < 720) window.scrollBy(0, clientY - 0.4 * window.innerHeight);
  area.addEventListener("focus", () => dial.remove(), { once: true });
}
