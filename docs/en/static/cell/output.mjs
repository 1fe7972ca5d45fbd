// How a run of a cell ended: what it printed, and one sentence.
import { words } from "./words.mjs";

/** @typedef {import("./view.mjs").Cell} Cell */

/** Shows a result. Of a cell that was running, what it had printed until then stays. */
export function tell(/** @type {Cell} */ cell, /** @type {import("./python.mjs").Result} */ result) {
  const { state, seconds = 0, text = words.died, line = 0, printed = cell.printed } = result;
  const failed = state === "error" || state === "died";
  const time = seconds < 1 ? `${Math.ceil(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;
  cell.seconds = seconds;
  cell.printed = null;
  cell.editor.mark(line);
  if (failed) cell.write((printed ?? "").replace(/[^\n]$/, "$&\n") + text);
  else if (printed !== null) cell.write(printed);
  if (state === "done") cell.say("done", words.done(time));
  else if (state === "stopped") cell.say("stopped", words.stopped);
  else cell.say("error", failed ? words.error(line) : words.lost);
  if (state === "lost") cell.button("run").textContent = words.retry;
  if (!failed) return;
  cell.output.className = "cell-failed";
  cell.output.scrollTop = 1e6;
}

/** What of a result is read out. */
export function spoken(/** @type {Cell} */ { told, content, box }) {
  const end = content.trimEnd().split("\n").slice(-2).join(" ");
  return `${told} ${box.dataset.state === "error" ? end : content.slice(0, 200)}`;
}
