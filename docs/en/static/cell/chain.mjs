// Which output rests on which code, and what runs when code changes. Each job starts in an empty
// namespace, so what is shown is what a run from the top gives. Loaded when somebody needs it.
import { copy, page } from "./cell.mjs";
import * as numbers from "./numbers.mjs";
import { begin, print, tell } from "./output.mjs";
import * as pictures from "./pictures.mjs";
import * as python from "./python.mjs";
import { sharedAddress } from "./share.mjs";
import { html } from "./view.mjs";
import { language, words } from "./words.mjs";

export { loaded, start } from "./python.mjs";

/** @typedef {import("./view.mjs").Cell} Cell */

/** The cells that the next job is about, and what it will give. Of several changes to a cell that
 *  wait while another job runs, the newest counts. */
let pressed = /** @type {Set<Cell>} */ (new Set());
/** @type {Promise<ReturnType<typeof summary> | void>} */
let last = Promise.resolve();
let running = false;
/** The cell that runs. @type {Cell | null} */
let at = null;

const same = (a, b) => a.length === b.length && a.every((text, i) => text === b[i]);

/** The lesson's cells in the order in which they run: those in a closed fold come last. */
function order() {
  const lesson = page.cells.filter(({ kind }) => kind === "lesson");
  return [...lesson.filter(({ folded }) => !folded), ...lesson.filter(({ folded }) => folded)];
}

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
const follows = (/** @type {Cell} */ cell) =>
  cell.seconds <= 1 && basis(cell).at(-1) === cell.text;

/**
 * Runs a cell, and below it what shows results of other code; a `text` is tried, not typed yet.
 * The promise gives what then differs from the page as it was built.
 */
export function runFrom(/** @type {Cell} */ cell, { text = /** @type {?string} */ (null) } = {}) {
  if (cell.kind !== "lesson") for (const each of page.cells) each.trial = undefined;
  cell.trial = text ?? undefined;
  cell.aloud = text === null;
  if (text === null && running) cell.say("running", words.waiting);
  else if (text === null) cell.state = "running";
  if (pressed.size === 0) last = last.then(run);
  pressed.add(cell);
  return last;
}

/** The cells that run, in order, when these are pressed: the lesson's, and those of exercises. */
function plan(/** @type {Set<Cell>} */ pressed) {
  const lesson = order();
  const apart = page.cells.filter((cell) => cell.kind !== "lesson" && pressed.has(cell));
  const ends = [...pressed].map((cell) => lesson.indexOf(cell) + 1);
  const end = apart.length ? lesson.length : Math.max(...ends);
  const cells = lesson.slice(0, end).filter((cell) => !cell.timed || pressed.has(cell));
  const above = now(untimed(cells));
  const below = untimed(lesson.slice(end));
  if (below.some((cell) => !same(basis(cell).slice(0, above.length), above))) {
    const halt = below.findIndex((cell) => !follows(cell));
    cells.push(...below.slice(0, halt < 0 ? below.length : halt));
  }
  const exercises = apart.flatMap((cell) => chainTo(cell).filter(({ kind }) => kind !== "lesson"));
  return { lesson: cells, exercises: [...new Set(exercises)] };
}

function setRunning(on) {
  running = on;
  document.querySelector("article")?.toggleAttribute("data-running", on);
}

async function run() {
  const asked = pressed;
  pressed = new Set();
  if (asked.size === 0) return summary(); // it has been stopped
  setRunning(true);
  const { lesson, exercises } = plan(asked);
  const cells = [...lesson, ...exercises];
  const bases = cells.map((cell) => now(chainTo(cell)));
  const whole = now(untimed(lesson));
  const steps = cells.map(({ text: code, name, kind, timed }, place) => {
    return { place, code, name, kind: timed ? "start" : kind, language };
  });
  /** @type {any} */
  const look = { ...numbers.asked(), program: pictures.program(), language };
  if (whole.length === untimed(order()).length) steps.splice(lesson.length, 0, look);

  const told = new Set([cells[0], ...asked]);
  if (!python.loaded) {
    for (const cell of told) cell.say("loading", words.loading);
    python.on.progress();
  }
  /** @type {Map<Cell, python.Result>} */
  const results = new Map();
  /** @type {number[]} */
  let clocks = [];
  const later = (wait, sentence) =>
    window.setTimeout(() => {
      for (const cell of asked)
        if (!at || !results.has(cell)) cell.say("running", at ? words.waiting : sentence);
      at?.say("running", sentence);
    }, wait);

  const end = await python.run(steps, {
    start() {
      for (const cell of told) if (cell.busy) cell.state = "running"; // a short run is told once
    },
    data({ bytes }) {
      for (const cell of told) cell.say("loading", words.data(Math.ceil(bytes / 1000)));
    },
    begin({ place }) {
      clocks.forEach(clearTimeout);
      clocks = [later(300, words.running), later(5000, words.long)];
      at = cells[place] ?? null;
      if (!at) return;
      begin(at);
      at.basis = bases[place];
      if (!asked.has(at)) at.aloud = false;
    },
    output: ({ text, cut }) => at && print(at, cut ? `${text}\n${words.cut}\n` : text),
    result({ place, result }) {
      at = null;
      results.set(cells[place], result);
      tell(cells[place], result);
    },
    seen({ seen }) {
      if (seen === null) return; // a program could not be loaded
      page.basis = whole;
      numbers.follow(seen);
      pictures.follow(seen.pictures);
    },
  });
  clocks.forEach(clearTimeout);
  const failed = at ?? cells.find((cell) => results.get(cell)?.state === "error");
  if (at) tell(at, { state: end, seconds: Infinity }); // Python itself is gone
  for (const cell of asked) {
    const result = results.get(cell) ?? (end === "lost" ? { state: end } : null);
    if (cell.busy && result) tell(cell, result);
    else if (cell.busy) cell.say("error", words.above(failed?.name));
  }
  at = null;
  setRunning(false);
  refresh(asked);
  return summary();
}

/** Ends what runs, and sends away what waits. */
export function stop() {
  pressed.clear();
  for (const cell of page.cells)
    if (cell.busy || cell === at)
      tell(cell, { state: "stopped", seconds: cell === at ? Infinity : cell.seconds });
  at = null;
  if (running) python.end("stopped");
}

/** Marks output from other code, shows what is on record again where the lesson's own code is
 *  back, and says what is kept. After a run its own cells have been told. */
export function refresh(/** @type {Set<Cell> | null} */ told = null) {
  for (const cell of page.cells.filter((each) => !each.busy && each !== at)) {
    const cells = chainTo(cell);
    if (isStale(cell) && same(now(cells), original(cells))) cell.showRecorded();
    const stale = cell.content !== "" && isStale(cell);
    const { state } = cell.box.dataset;
    if (!stale) cell.mark("");
    else if (told?.has(cell)) cell.mark(cell.told);
    else if (told || !cell.box.hasAttribute("data-stale"))
      cell.mark(!told && state === "idle" ? words.recordedBefore : words.stale);
  }
  const lesson = untimed(order());
  if (page.basis && same(now(lesson), original(lesson))) {
    page.basis = null;
    numbers.follow();
    pictures.follow();
  }
  const whole = same(page.basis ?? original(lesson), now(lesson));
  const kept = page.cells.some(({ editor }) => editor.edited);
  sentence.textContent = whole ? words.kept : words.notWhole;
  share.hidden = !sharedAddress(page.cells);
  const article = /** @type {HTMLElement} */ (document.querySelector("article"));
  if (whole && !kept) bar.remove();
  else if (bar.parentElement !== article) article.append(bar);
}

function resetPage() {
  stop();
  const edited = page.cells.filter(({ editor }) => editor.edited);
  for (const { editor } of edited) editor.replace(editor.lesson);
  for (const cell of page.cells) cell.showRecorded();
  refresh();
  (edited[0] ?? page.cells[0]).button("run").focus({ preventScroll: true }); // its own is gone
}

python.on.progress = () => {
  const sentence = words.progress(python.on.megabytes.toFixed(1));
  for (const { box, progress } of page.cells)
    if (box.dataset.state === "loading") progress.textContent = sentence;
};

const bar = html(`<p class="kept"><span role="status"></span>
  <button type="button" data-action="share">${words.share}</button>
  <button type="button" data-action="reset-page">${words.resetPage}</button></p>`);
const [sentence, share, reset] = /** @type {any} */ (bar.children);
share.onclick = () => {
  const address = sharedAddress(page.cells);
  copy({ status: sentence }, address, address);
};
reset.onclick = resetPage;

const all = (selector) => [...document.querySelectorAll(selector)];

/** What differs from the page as it was built, each by its element. */
export const summary = () => ({
  outputs: page.cells.filter(({ content, recorded }) => content !== recorded).map(({ box }) => box),
  numbers: all("[data-changed]"),
  claims: all("[data-fails]"),
  pictures: all("[data-redrawn]"),
});
