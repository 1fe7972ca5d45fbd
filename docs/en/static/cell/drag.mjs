// Numbers in a cell's code answer the pointer and Alt with an arrow; change.mjs changes them.
import { literalAt } from "./literals.mjs";

/** The number of a cell's code below the pointer, and the place in it for a caret. */
function literalBelow({ code, text }, { clientX, clientY }) {
  const below = document.elementsFromPoint(clientX, clientY);
  const span = below.find((each) => each.matches(".mi, .mf"));
  if (!span || !code.contains(span)) return undefined;
  const range = document.createRange();
  range.setStart(code, 0);
  range.setEndBefore(span);
  const start = range.toString().length;
  const { left, width } = span.getBoundingClientRect();
  const letters = span.textContent?.length ?? 0;
  const literal = literalAt(text, start + 1);
  return literal && { ...literal, caret: start + Math.round(((clientX - left) / width) * letters) };
}

export function enableDrag(/** @type {import("./view.mjs").Cell} */ cell) {
  const { area } = cell.editor;
  const change = (how, ...what) => import("./change.mjs").then((by) => by[how](cell, ...what));
  const isOffered = ({ start }) => cell.find(`.cell-dial[data-start="${start}"]`) !== null;
  let touch = false;
  area.addEventListener("pointermove", (event) => {
    const over = () => Boolean(literalBelow(cell.editor, event));
    if (!event.buttons) area.classList.toggle("over-number", over());
  });
  area.addEventListener("pointerdown", (event) => {
    touch = event.pointerType === "touch";
    const literal = !touch && event.button === 0 && literalBelow(cell.editor, event);
    if (!literal) return;
    area.setPointerCapture(event.pointerId);
    change("drag", literal, event);
  });
  // The browser would select text, or open a keyboard.
  area.addEventListener("mousedown", (event) => {
    const literal = event.button === 0 && literalBelow(cell.editor, event);
    if (!literal || (touch && (document.activeElement === area || isOffered(literal)))) return;
    event.preventDefault();
    if (touch) return void change("offer", literal);
    const { start, end, caret } = literal;
    area.focus({ preventScroll: true });
    if (event.detail > 1) area.setSelectionRange(start, end);
    else area.setSelectionRange(caret, caret);
  });
  area.addEventListener("keydown", (event) => {
    const up = event.altKey && { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!up || !literalAt(area.value, area.selectionStart)) return;
    event.preventDefault();
    change("step", event.shiftKey ? 10 * up : up);
  });
}
