// Makes the runnable blocks of each page into cells, and decides what runs when.
import { asProgram, copy } from "./program.mjs";
import * as python from "./python.mjs";
import { Cell } from "./view.mjs";
import { language, words } from "./words.mjs";

/** Milliseconds after which a run is said to be still running. */
const LONG = 5000;

/** The cells of the page that is shown, and its number, which tells Python to forget the page before. */
let page = { number: 0, cells: /** @type {Cell[]} */ ([]) };
/** Runs stand in line; each Stop empties it. */
let line = Promise.resolve();
let stops = 0;
/** The reader with data saving on has agreed to the download. */
let agreed = false;

const supported = python.isSupported();
const saving = () => /** @type {any} */ (navigator).connection?.saveData && !agreed && !python.isLoaded();

function obstacle() {
  if (document.documentElement.dataset.python === "missing") return words().missing;
  return supported ? "" : words().unsupported;
}

/** The cells that must have run before this one: lesson cells above it; before an exercise, the whole lesson. */
function needs(/** @type {Cell} */ cell) {
  const lesson = page.cells.filter(({ kind }) => kind === "lesson");
  if (cell.kind === "lesson") return lesson.slice(0, lesson.indexOf(cell));
  return cell.kind === "check" ? [...lesson, startOf(cell)] : lesson;
}

/** The start cell of a check: the one next above it. */
function startOf(/** @type {Cell} */ check) {
  const above = page.cells.slice(0, page.cells.indexOf(check));
  return /** @type {Cell} */ (above.filter(({ kind }) => kind === "start").at(-1));
}

/** All that this cell's result rests on. Where it is the same as when the cell last ran, the cell need not run. */
function foundation(/** @type {Cell} */ cell) {
  return JSON.stringify([...needs(cell), cell].map(({ editor }) => editor.text));
}

function isFresh(/** @type {Cell} */ cell) {
  return cell.kind === "lesson" && cell.ran === python.currentSession() + foundation(cell);
}

function askToRun(/** @type {Cell} */ cell) {
  if (cell.busy || obstacle()) return;
  if (saving()) {
    agreed = true;
    cell.offer("idle", words().saving, words().load);
    return;
  }
  const before = stops;
  cell.announce(true);
  cell.say("running", words().waiting);
  line = line.then(() => (before === stops ? runAfterItsNeeds(cell) : undefined));
}

async function runAfterItsNeeds(/** @type {Cell} */ cell) {
  for (const needed of needs(cell)) {
    if (isFresh(needed)) continue;
    needed.announce(false);
    const result = await execute(needed);
    if (result.state === "done") continue;
    if (result.state === "lost") cell.offer("error", words().lost, words().retry);
    else if (result.state === "stopped") cell.say("stopped", words().stopped);
    else cell.say("error", words().above(needed.name));
    return;
  }
  await execute(cell);
}

async function execute(/** @type {Cell} */ cell) {
  const rests = foundation(cell);
  cell.ran = "";
  cell.write("");
  cell.output.classList.remove("cell-failed");
  cell.editor.mark(0);
  if (!python.isLoaded()) cell.say("loading", words().loading);
  let clock = 0;
  const job = { code: cell.editor.text, name: cell.name, kind: cell.kind, page: page.number, language: language() };
  const result = await python.run(job, {
    onStart: () => {
      cell.box.dataset.state = "running";
      clock = window.setTimeout(() => cell.say("running", words().long), LONG);
    },
    onText: (text, cut) => cell.print(cut ? `${text}\n${words().cut}\n` : text),
  });
  clearTimeout(clock);
  cell.flush();
  tell(cell, result);
  if (result.state === "done") cell.ran = python.currentSession() + rests;
  return result;
}

function tell(/** @type {Cell} */ cell, /** @type {python.Result} */ result) {
  if (result.state === "done") {
    const printed = cell.output.textContent ?? "";
    cell.say("done", words()[printed ? "done" : "nothing"](result.seconds.toFixed(2)), printed);
  } else if (result.state === "error") {
    cell.output.classList.add("cell-failed");
    cell.print(result.text);
    cell.flush();
    cell.editor.mark(result.line);
    const lines = result.text.trimEnd().split("\n");
    cell.say("error", result.line ? words().line(result.line) : words().error, lines.slice(-2).join(" "));
  } else if (result.state === "stopped") {
    cell.say("stopped", words().stopped);
  } else if (result.state === "died") {
    cell.print(`${words()["died-why"]}\n`);
    cell.flush();
    cell.say("error", words().died);
  } else {
    cell.offer("error", words().lost, words().retry);
  }
}

function stop() {
  stops += 1;
  for (const cell of page.cells) if (cell.busy) cell.say("stopped", words().stopped);
  python.stop();
}

async function copyFrom(/** @type {Cell} */ cell, /** @type {Promise<string>} */ text) {
  const { state } = cell.box.dataset;
  const sentence = await copy(text).then(() => words().copied, () => words().uncopied);
  if (!cell.busy) cell.say(/** @type {any} */ (state), sentence);
}

/** @type {Record<string, (cell: Cell) => void>} */
const actions = {
  run: askToRun,
  stop,
  reset(cell) {
    if (cell.busy) stop();
    cell.reset();
  },
  copy: (cell) => copyFrom(cell, Promise.resolve(cell.editor.text)),
  "copy-all": (cell) => {
    const codes = [...needs(cell), cell].map(({ editor }) => editor.text);
    copyFrom(cell, asProgram(codes));
  },
};

/** The reader comes near a cell: Python is loaded, so that it is ready for Run. */
function warmUp() {
  if (!saving() && !obstacle()) python.start().catch(() => {});
}

function enhance(/** @type {HTMLElement} */ box, /** @type {number} */ place) {
  const cell = new Cell(box, place, (action, from) => actions[action](from));
  if (obstacle()) cell.turnOff(obstacle());
  box.addEventListener("pointermove", warmUp, { once: true });
  box.addEventListener("focusin", warmUp, { once: true });
  return cell;
}

/** Material shows the next page without loading it afresh, and says so. */
function showPage() {
  if (page.cells.some(({ busy }) => busy)) stop();
  const boxes = [...document.querySelectorAll(/** @type {"div"} */ (".run.highlight:not([data-state])"))];
  page = { number: page.number + 1, cells: boxes.map(enhance) };
}

python.listenToProgress((loaded) => {
  const loading = page.cells.find(({ box }) => box.dataset.state === "loading");
  if (loading) loading.progress.textContent = words().progress(loaded.toFixed(1));
});
// An on-screen keyboard makes the visible part smaller.
window.visualViewport?.addEventListener("resize", () => {
  page.cells.find(({ editor }) => editor.area === document.activeElement)?.editor.showCaret();
});

const material = /** @type {any} */ (window).document$;
if (material) material.subscribe(showPage);
else showPage();
