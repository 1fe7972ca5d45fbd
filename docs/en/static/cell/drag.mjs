// A number in code can be dragged, stepped by Alt and an arrow, and on a phone moved by a slider.
import { runFrom } from "./chain.mjs";
import { literalAt, literals, replaced, sliderFor, stepped } from "./literals.mjs";
import { words } from "./words.mjs";

const THRESHOLD = 4; // pixels before a drag begins, and pixels a step
/** @typedef {import("./view.mjs").Cell} Cell */
/** @typedef {import("./literals.mjs").Literal} Literal */

/** The number of a cell's code that is below a point of the screen. */
function literalBelow(/** @type {Cell} */ { editor }, x, y) {
  const span = document.elementsFromPoint(x, y).find((each) => each.matches(".mi, .mf"));
  if (!span || !editor.code.contains(span)) return undefined;
  const before = document.createRange();
  before.setStart(editor.code, 0);
  before.setEndBefore(span);
  const literal = literalAt(editor.text, before.toString().length + 1);
  const { left, width } = span.getBoundingClientRect();
  const letters = span.textContent?.length ?? 1;
  const into = Math.round(((x - left) / width) * letters);
  return literal && { ...literal, caret: literal.end - letters + into };
}

/** Types a number in one piece, so that one undo takes it back, and runs its cell. */
function type(/** @type {Cell} */ cell, /** @type {Literal} */ literal, number) {
  const { area } = cell.editor;
  area.focus({ preventScroll: true });
  area.setSelectionRange(literal.start, literal.end);
  cell.editor.insert(number);
  area.setSelectionRange(literal.start, literal.start + number.length);
  return runFrom(cell);
}

/** Shows a number that is not typed yet, and what follows from it. */
function show(/** @type {Cell} */ cell, /** @type {Literal} */ literal, number) {
  const text = replaced(cell.editor.text, literal, number);
  cell.editor.preview(text);
  return runFrom(cell, { text });
}

/**
 * @param {Cell} cell
 * @param {Literal} literal
 * @param {PointerEvent} down
 */
function dragBy(cell, literal, down) {
  const { area, pre } = cell.editor;
  let number = literal.text;
  let dragging = false;
  const move = (/** @type {PointerEvent} */ event) => {
    const steps = Math.trunc((event.clientX - down.clientX) / THRESHOLD);
    dragging ||= steps !== 0;
    const next = stepped(literal.text, steps * (event.shiftKey ? 10 : 1));
    if (!dragging || next === number) return;
    number = next;
    pre.classList.add("cell-dragging");
    show(cell, literal, number);
  };
  const end = (/** @type {Event} */ event) => {
    area.removeEventListener("pointermove", move);
    for (const kind of ["pointerup", "pointercancel"]) area.removeEventListener(kind, end);
    pre.classList.remove("cell-dragging");
    if (!dragging) return;
    cell.editor.preview();
    if (event.type === "pointerup" && number !== literal.text) type(cell, literal, number);
    else runFrom(cell);
  };
  area.setPointerCapture(down.pointerId);
  area.addEventListener("pointermove", move);
  for (const kind of ["pointerup", "pointercancel"]) area.addEventListener(kind, end);
}

/** Minus, plus and a slider for one number, in the bar of its cell. */
function offer(/** @type {Cell} */ cell, /** @type {Literal} */ literal) {
  cell.find(".cell-dial")?.remove();
  const index = literals(cell.editor.text).findIndex(({ start }) => start === literal.start);
  const now = () => literals(cell.editor.text)[index];
  const dial = document.createElement("span");
  Object.assign(dial, { className: "cell-dial", role: "group", ariaLabel: words.number });
  dial.dataset.start = String(literal.start);
  const slider = document.createElement("input");
  const { value, ...ends } = sliderFor(literal.text);
  Object.assign(slider, { type: "range", ariaLabel: words.number, ...ends, value });
  slider.oninput = () => show(cell, now(), Number(slider.value).toFixed(places(literal)));
  slider.onchange = () => settle(Number(slider.value).toFixed(places(literal)));
  const button = (/** @type {string} */ sign, units, name) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", textContent: sign, ariaLabel: name });
    made.onclick = () => settle(stepped(now().text, units));
    return made;
  };
  const settle = (/** @type {string} */ number) => {
    cell.editor.preview();
    cell.editor.show(replaced(cell.editor.text, now(), number)); // no focus: no keyboard opens
    slider.value = number;
    runFrom(cell);
  };
  dial.append(button("−", -1, words.less), slider, button("+", 1, words.more));
  cell.find(".cell-bar").prepend(dial);
}

const places = (/** @type {Literal} */ { text }) => (text.split(".")[1] ?? "").length;

/** Lets the numbers of a cell's code be changed; called once, when the reader comes near. */
export function enableDrag(/** @type {Cell} */ cell) {
  const { area, pre } = cell.editor;
  let pointer = "mouse";
  area.addEventListener("pointermove", ({ clientX, clientY, pointerType, buttons }) => {
    const near = pointerType !== "touch" && !buttons && literalBelow(cell, clientX, clientY);
    if (!buttons) pre.classList.toggle("cell-over-number", Boolean(near));
  });
  area.addEventListener("pointerdown", (event) => {
    pointer = event.pointerType;
    const literal = event.button === 0 && literalBelow(cell, event.clientX, event.clientY);
    if (literal && pointer !== "touch") dragBy(cell, literal, event);
  });
  // The browser would select text: a click on a number places the caret, a double click selects it.
  area.addEventListener("mousedown", (event) => {
    const literal = event.button === 0 && literalBelow(cell, event.clientX, event.clientY);
    if (!literal) return;
    const offered = cell.find(".cell-dial")?.dataset.start === String(literal.start);
    if (pointer === "touch" && offered) return;
    event.preventDefault();
    if (pointer === "touch") return offer(cell, literal);
    area.focus({ preventScroll: true });
    if (event.detail > 1) area.setSelectionRange(literal.start, literal.end);
    else area.setSelectionRange(literal.caret, literal.caret);
  });
  area.addEventListener("keydown", (event) => {
    const up = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const literal = up && event.altKey && literalAt(area.value, area.selectionStart);
    if (!literal) return;
    event.preventDefault();
    type(cell, literal, stepped(literal.text, up * (event.shiftKey ? 10 : 1)));
  });
}
