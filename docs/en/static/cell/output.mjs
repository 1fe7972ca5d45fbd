// What a cell prints while it runs, and how its run ended.
import { loaded } from "./python.mjs";
import { words } from "./words.mjs";

/** @typedef {import("./view.mjs").Cell} Cell */

/** A line without what a carriage return has been printed over. */
const returned = (text) => text.replace(/[^\n]*\r(?=[^\r\n])/g, "");

/** The old output stays until there is a new one, so that the page does not jump. */
export function begin(/** @type {Cell} */ cell) {
  clearTimeout(cell.clock);
  cell.waiting = "";
  cell.fresh = true;
  cell.editor.mark(0);
}

/** Adds to the output, once a frame however much comes. A short run shows all of it at once. */
export function print(/** @type {Cell} */ cell, text) {
  if (!cell.waiting && cell.fresh) cell.clock = window.setTimeout(() => flush(cell), 100);
  else if (!cell.waiting) requestAnimationFrame(() => cell.waiting && flush(cell));
  cell.waiting += text;
}

function flush(/** @type {Cell} */ cell) {
  clearTimeout(cell.clock);
  const { waiting, fresh, content, output } = cell;
  const text = returned(fresh ? waiting : content + waiting);
  cell.waiting = "";
  cell.fresh = false;
  if (fresh ? text === content && !output.className : !waiting) return;
  if (fresh || !content || cell.shaded || /\r/.test(content + waiting)) cell.write(text);
  else {
    output.append(waiting);
    cell.content = text;
  }
  requestAnimationFrame(() => {
    // To measure each at once would lay the page out as many times as there are cells.
    const { scrollHeight, clientHeight, scrollWidth, clientWidth } = output;
    output.tabIndex = scrollHeight > clientHeight || scrollWidth > clientWidth ? 0 : -1;
  });
}

/** @typedef {import("./python.mjs").Result} Result */

export function tell(/** @type {Cell} */ cell, /** @type {Result} */ result) {
  const { state, seconds = 0, text, line = 0 } = result;
  cell.seconds = seconds;
  flush(cell);
  const { content } = cell;
  const time = seconds < 1 ? `${Math.ceil(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;
  if (state === "done") cell.say("done", words[content ? "done" : "silent"](time), content);
  else if (state === "stopped") cell.say("stopped", words.stopped);
  else if (state === "lost") {
    cell.say("error", loaded ? words.lostData : words.lost);
    cell.button("run").textContent = words.retry;
  } else fail(cell, line ? words.line(line) : words.error, text ?? words.died, line);
}

/** Ends the output with what went wrong, and scrolls there. */
function fail(/** @type {Cell} */ cell, sentence, text, line) {
  print(cell, (/[^\n]$/.test(cell.content) ? "\n" : "") + text);
  flush(cell);
  cell.output.className = "cell-failed";
  cell.editor.mark(line);
  cell.say("error", sentence, cell.content.trimEnd().split("\n").slice(-2).join(" "));
  cell.output.scrollTop = 1e6;
}
