// Numbers in a cell's code answer the pointer and Alt with an arrow; change.mjs changes them.
import { literalAt } from "./literals.mjs";

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
  const change = (how, ...what) =>
    import("./change.mjs").then((by) => by[how](cell, ...what)).catch((error) => cell.fail(error));
  const isOffered = ({ start }) => cell.find(`.cell-dial[data-start="${start}"]`) !== null;
  let touch = false;
  let literal = /** @type {ReturnType<typeof literalBelow>} */ (undefined);
  area.addEventListener("pointermove", (event) => {
    if (!event.buttons) area.classList.toggle("over-number", !!literalBelow(cell.editor, event));
  });
  area.addEventListener("pointerdown", (event) => {
    touch = event.pointerType === "touch";
    literal = event.button === 0 ? literalBelow(cell.editor, event) : undefined;
    if (!literal || touch) return;
    area.setPointerCapture(event.pointerId);
    change("drag", literal, event);
  });
  // The browser would select text, or open a keyboard; a double click selects as ever.
  area.addEventListener("mousedown", (event) => {
    if (!literal || event.detail > 1) return;
    if (touch && (document.activeElement === area || isOffered(literal))) return;
    event.preventDefault();
    if (touch) return void change("offer", literal, event);
    area.focus({ preventScroll: true });
    area.setSelectionRange(literal.caret, literal.caret);
  });
  area.addEventListener("keydown", (event) => {
    const up = event.altKey && { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!up || !literalAt(area.value, area.selectionStart)) return;
    event.preventDefault();
    change("step", event.shiftKey ? 10 * up : up);
  });
}
