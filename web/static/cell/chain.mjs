// What runs when: jobs one after another, and what Stop and Reset page do to them. Loaded when
// somebody needs it.
import * as effect from "./effect.mjs";
import { report } from "./failure.mjs";
import { Job } from "./job.mjs";
import { plan } from "./plan.mjs";
import * as python from "./python.mjs";
import * as marks from "./refresh.mjs";
import { announce, page } from "./view.mjs";
import { words } from "./words.mjs";

export { loaded, start } from "./python.mjs";

/** @typedef {import("./view.mjs").Cell} Cell */

/** The cells that the next job is about. Of several changes to a cell that wait while another job
 *  runs, the newest counts. */
let pressed = /** @type {Set<Cell>} */ (new Set());
/** The job that runs. @type {Job | null} */
let job = null;
/** Ends with what then differs from the page as it was built. */
let last = Promise.resolve(/** @type {any} */ (undefined));
/** What draws the rest of the page has not arrived: the next run looks again. */
let isLookLost = false;

/** Runs a cell, and below it what shows results of other code; a `text` is tried, not typed yet.
 *  The promise gives what then differs from the page as it was built. */
export function runFrom(/** @type {Cell} */ cell, { text = /** @type {?string} */ (null) } = {}) {
  if (cell.kind !== "lesson") for (const each of page.cells) each.trial = undefined;
  cell.trial = text ?? undefined;
  if (text === null) cell.state = "running";
  if (pressed.size === 0) last = last.then(runPressed).catch(report).then(marks.summary);
  pressed.add(cell);
  return last;
}

/** A fault of ours ends what runs, and says so; the next run works. */
async function runPressed() {
  const asked = pressed;
  pressed = new Set();
  if (asked.size === 0) return; // it has been stopped
  setRunning(true);
  try {
    job = new Job(asked, plan(asked, isLookLost), isLookLost);
    conclude(job, await job.run());
  } catch (error) {
    report(error);
    stop("bug");
    for (const cell of asked) cell.end({ state: "bug" });
  }
  job = null;
  setRunning(false);
}

const setRunning = (on) => document.querySelector("article")?.toggleAttribute("data-running", on);

/** Says what became of each cell that was asked for. One that has been edited meanwhile is marked
 *  like any other, and one that waits to run again is not. */
function conclude(/** @type {Job} */ { asked, begun, watched, at, ...ran }, end) {
  isLookLost = ran.isLookLost;
  job = null;
  const waits = (/** @type {Cell} */ cell) => pressed.has(cell);
  for (const cell of asked) {
    if (waits(cell)) continue;
    if (cell.busy) endUnanswered(cell, end, at?.name);
    else if (isLookLost && cell.kind === "lesson") cell.end({ state: "lost" });
  }
  const told = new Set([...asked].filter((cell) => waits(cell) || !begun.has(cell)));
  const line = marks.refresh(null, asked, told);
  const [first] = watched;
  if (first && end !== "stopped") announce(`${first.spoken} ${line}`);
}

/** Run was pressed here, and the job has ended before it came to this cell. */
function endUnanswered(/** @type {Cell} */ cell, /** @type {python.End} */ end, failed) {
  if (end === "lost" || end === "bug") return cell.end({ state: end });
  if (cell.kind !== "lesson") cell.clear();
  cell.say("error", words.above(failed));
}

export function stop(/** @type {python.End} */ state = "stopped") {
  pressed.clear();
  job?.showEnded();
  const at = job?.at;
  const hangs = (cell) => state === "stopped" && cell === at; // it is not run again by itself
  for (const cell of page.cells)
    if (cell.busy || cell === at)
      cell.end({ state, seconds: hangs(cell) ? Infinity : cell.seconds });
  if (!job) return;
  job.at = null;
  python.end(state);
}

/** After an edit. */
export const refresh = () => marks.refresh(job?.at);

function resetPage() {
  stop();
  const edited = page.cells.filter(({ editor }) => editor.edited);
  for (const { editor } of edited) editor.replace(editor.lesson);
  for (const cell of page.cells) cell.showRecorded();
  refresh();
  (edited[0] ?? page.cells[0]).button("run").focus({ preventScroll: true }); // its own is gone
}
effect.reset.onclick = resetPage;
