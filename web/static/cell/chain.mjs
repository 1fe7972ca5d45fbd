// Which output rests on which code, and what runs when code changes. Each job starts in an empty
// namespace, so what is shown is what a run from the top gives. Loaded when somebody needs it.
import { page } from "./cell.mjs";
import { LONG } from "./editor.mjs";
import * as effect from "./effect.mjs";
import { report } from "./failure.mjs";
import * as numbers from "./numbers.mjs";
import * as pictures from "./pictures.mjs";
import * as python from "./python.mjs";
import { sharedAddress } from "./share.mjs";
import { announce } from "./view.mjs";
import { language, words } from "./words.mjs";

export { loaded, start } from "./python.mjs";

/** @typedef {import("./view.mjs").Cell} Cell */

/** The cells that the next job is about. Of several changes to a cell that wait while another job
 *  runs, the newest counts. */
let pressed = /** @type {Set<Cell>} */ (new Set());
/** Those that the job is about which runs, or ran last. */
let asked = pressed;
/** Ends with what then differs from the page as it was built. */
let last = Promise.resolve(/** @type {any} */ (undefined));
let running = false;
/** What draws the rest of the page has not arrived: the next run looks again. */
let isLookLost = false;
/** The cell that runs. @type {Cell | null} */
let at = null;
/** What has run but is not shown yet: all at once, or the page would be laid out for each.
 *  @type {[Cell, python.Result][]} */
const ended = [];
const showEnded = () => ended.splice(0).forEach(([cell, result]) => cell.end(result));

const same = (a, b) => a.length === b.length && a.every((text, i) => text === b[i]);

/** The lesson's cells in the order in which they run: those in a closed fold come last. */
const order = () =>
  page.cells.filter(({ kind }) => kind === "lesson").sort((a, b) => a.folded - b.folded);

/** What others may rest on: no cell rests on one that measures times. */
const untimed = (/** @type {Cell[]} */ cells) => cells.filter(({ timed }) => !timed);

/** The cells on which the output of this one rests, itself last. */
function chainTo(/** @type {Cell} */ cell) {
  const lesson = order();
  if (cell.kind === "lesson") return [...untimed(lesson.slice(0, lesson.indexOf(cell))), cell];
  const above = page.cells.slice(0, page.cells.indexOf(cell));
  const start = cell.kind === "check" ? above.filter(({ kind }) => kind === "start").slice(-1) : [];
  return [...untimed(lesson), ...start, cell];
}

const now = (/** @type {Cell[]} */ cells) => cells.map(({ text }) => text);
const original = (/** @type {Cell[]} */ cells) => cells.map(({ editor }) => editor.lesson);
const basis = (/** @type {Cell} */ cell) => cell.basis ?? original(chainTo(cell));
const isStale = (/** @type {Cell} */ cell) => !same(basis(cell), now(chainTo(cell)));

/** Whether a change above runs this cell too: it is neither half written nor slow. */
const follows = (cell) => cell.seconds <= 1 && basis(cell).at(-1) === cell.text;

/** Runs a cell, and below it what shows results of other code; a `text` is tried, not typed yet.
 *  The promise gives what then differs from the page as it was built. */
export function runFrom(/** @type {Cell} */ cell, { text = /** @type {?string} */ (null) } = {}) {
  if (cell.kind !== "lesson") for (const each of page.cells) each.trial = undefined;
  cell.trial = text ?? undefined;
  if (text === null) cell.state = "running";
  if (pressed.size === 0) last = last.then(run).catch(broken);
  pressed.add(cell);
  return last;
}

/** A fault of ours ends what runs, and says so; the next run works. */
function broken(error) {
  report(error);
  ended.length = 0;
  stop("bug");
  for (const cell of asked) cell.end({ state: "bug" });
  setRunning(false);
  return summary();
}

/** Also where nobody waits for its end. */
const guarded =
  (act) =>
  (...all) => {
    try {
      act(...all);
    } catch (error) {
      broken(error);
    }
  };

/** The cells that run, in order, when these are pressed: the lesson's, and those of exercises. */
function plan(/** @type {Set<Cell>} */ pressed) {
  const lesson = order();
  const apart = page.cells.filter((cell) => cell.kind !== "lesson" && pressed.has(cell));
  const ends = [...pressed].map((cell) => lesson.indexOf(cell) + 1);
  const end = apart.length ? lesson.length : Math.max(...ends);
  const cells = lesson.slice(0, end).filter((cell) => !cell.timed || pressed.has(cell));
  const above = now(untimed(cells));
  const below = untimed(lesson.slice(end));
  if (isLookLost || below.some((cell) => !same(basis(cell).slice(0, above.length), above))) {
    const halt = below.findIndex((cell) => !follows(cell));
    cells.push(...below.slice(0, halt < 0 ? below.length : halt));
  }
  const exercises = apart.flatMap((cell) => chainTo(cell).filter(({ kind }) => kind !== "lesson"));
  return { lesson: cells, exercises: [...new Set(exercises)] };
}

const setRunning = (on) =>
  document.querySelector("article")?.toggleAttribute("data-running", (running = on));

/** What is sent to Python: a step for each cell, and where the lesson ends, if it runs whole, a look
 *  at the rest of the page. */
function jobsFor({ lesson, exercises }, /** @type {Cell[]} */ watched) {
  const jobs = [...lesson, ...exercises].map((cell) => {
    const { text: code, name, kind, timed } = cell;
    const step = { code, name, kind: timed ? "start" : kind, language, cut: words.cut };
    return { cell, basis: now(chainTo(cell)), step: { ...step, watched: watched.includes(cell) } };
  });
  const step = { ...numbers.expressions(), program: pictures.program(), language };
  const look = /** @type {any} */ ({ step });
  const isWhole = untimed(lesson).length === untimed(order()).length;
  if (isWhole) jobs.splice(lesson.length, 0, look);
  return jobs;
}

async function run() {
  asked = pressed;
  pressed = new Set();
  if (asked.size === 0) return summary(); // it has been stopped
  setRunning(true);
  const planned = plan(asked);
  const whole = now(untimed(planned.lesson));
  const watched = [...asked].filter(({ trial }) => trial === undefined);
  const jobs = jobsFor(planned, watched);
  const begun = /** @type {Set<Cell>} */ (new Set());

  const load = (sentence) => {
    for (const cell of asked) cell.say("loading", sentence);
    announce(sentence);
  };
  if (!python.loaded) load(words.loading);
  let began = Infinity;
  const next = () => {
    const { cell = null, basis } = jobs.shift() ?? {};
    began = performance.now();
    at = cell;
    if (!cell) return;
    Object.assign(cell, { basis, printed: "" });
    begun.add(cell);
  };
  const tick = () => {
    showEnded();
    if (!at || performance.now() - began < 300 || at.told === words.running) return;
    at.say("running", words.running);
    if (watched.includes(at)) announce(words.running);
  };
  const listeners = /** @type {Record<string, (data: any) => void>} */ ({
    progress({ megabytes }) {
      const sentence = words.progress(megabytes.toFixed(1));
      for (const { box, progress } of asked)
        if (box.dataset.state === "loading") progress.textContent = sentence;
    },
    start() {
      for (const cell of asked) if (cell.busy) cell.state = "running"; // a short run is told once
      next();
    },
    data: ({ bytes }) => load(words.data(Math.ceil(bytes / 1000))),
    output: ({ printed }) => at?.print(printed),
    result({ absent, ...result }) {
      if (!at) return;
      const lacks = absent.map((path) => `${words.absent(path)}\n`).join("");
      ended.push([at, lacks ? { ...result, text: result.text + lacks } : result]);
      if (result.state === "done") next();
    },
    seen({ seen }) {
      next();
      showEnded();
      isLookLost = seen === null;
      if (isLookLost) return;
      page.basis = whole;
      numbers.follow(seen);
      pictures.follow(seen.pictures);
    },
  });
  for (const [type, hear] of Object.entries(listeners)) listeners[type] = guarded(hear);

  const clock = setInterval(guarded(tick), 100);
  const steps = jobs.map(({ step }) => step);
  const end = await python.run(steps, listeners).finally(() => clearInterval(clock));
  showEnded();
  if (at && end === "died") at.end({ state: end, seconds: Infinity }); // Python itself is gone
  const waits = (/** @type {Cell} */ cell) => pressed.has(cell); // to run again
  for (const cell of asked) {
    if (waits(cell)) continue;
    if (cell.busy) endUnanswered(cell, end);
    else if (isLookLost && cell.kind === "lesson") cell.end({ state: "lost" });
  }
  at = null;
  setRunning(false);
  // A cell that has been edited meanwhile is marked like any other.
  const told = new Set([...asked].filter((cell) => waits(cell) || !begun.has(cell)));
  const line = refresh(asked, told);
  if (watched.length && end !== "stopped") announce(`${watched[0].spoken} ${line}`);
  return summary();
}

/** Run was pressed here, and the job has ended before it came to this cell. */
function endUnanswered(/** @type {Cell} */ cell, /** @type {python.End} */ end) {
  if (end === "lost" || end === "bug") return cell.end({ state: end });
  if (cell.kind !== "lesson") cell.clear();
  cell.say("error", words.above(at?.name));
}

export function stop(/** @type {python.End} */ state = "stopped") {
  pressed.clear();
  showEnded();
  const hangs = (cell) => state === "stopped" && cell === at; // it is not run again by itself
  for (const cell of page.cells)
    if (cell.busy || cell === at)
      cell.end({ state, seconds: hangs(cell) ? Infinity : cell.seconds });
  at = null;
  if (running) python.end(state);
}

/** Marks output from other code, shows what is on record again where the lesson's own code is
 *  back, and gives in words what differs. After a run some of the cells that were `asked` for have
 *  been `told` what became of that. */
export function refresh(asked = /** @type {Set<Cell>} */ (new Set()), told = asked) {
  for (const cell of page.cells.filter((each) => !each.busy && each !== at)) {
    const cells = chainTo(cell);
    if (isStale(cell) && same(now(cells), original(cells))) cell.showRecorded();
    const isBefore = asked.size === 0 && cell.box.dataset.state === "idle";
    const sentence = isBefore ? words.recordedBefore : words.stale;
    if (!cell.content || !isStale(cell)) cell.mark("");
    else cell.mark(told.has(cell) ? cell.told : sentence);
  }
  const lesson = untimed(order());
  if (page.basis && same(now(lesson), original(lesson))) {
    page.basis = null;
    numbers.follow();
    pictures.follow();
  }
  const whole = same(page.basis ?? original(lesson), now(lesson));
  const edited = page.cells.filter(({ editor }) => editor.edited);
  const refused = edited.some(({ kept }) => !kept);
  effect.offerLink(sharedAddress(page.cells.filter(({ text }) => text.length <= LONG)));
  const state = { whole, edited: edited.length > 0, refused };
  return effect.show(summary(), state, [...asked].at(-1)?.editor.pre);
}

function resetPage() {
  stop();
  const edited = page.cells.filter(({ editor }) => editor.edited);
  for (const { editor } of edited) editor.replace(editor.lesson);
  for (const cell of page.cells) cell.showRecorded();
  refresh();
  (edited[0] ?? page.cells[0]).button("run").focus({ preventScroll: true }); // its own is gone
}
effect.reset.onclick = resetPage;

const all = (selector) => [...document.querySelectorAll(selector)];

export const summary = () => ({
  outputs: untimed(order())
    .filter((cell) => cell.content !== cell.recorded)
    .map(({ box }) => box),
  numbers: all("[data-changed]"),
  claims: all("[data-fails], [data-unchecked]"),
  pictures: all("[data-redrawn]"),
});
