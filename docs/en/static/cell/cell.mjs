// Makes the runnable blocks of each page into cells, and does what their buttons ask for.
import * as python from "./python.mjs";
import { Cell } from "./view.mjs";
import { words } from "./words.mjs";

/** The page that is shown; and the texts of lesson cells that its numbers and pictures rest on,
 *  where these are not the lesson's own. */
export let page = { cells: /** @type {Cell[]} */ ([]), basis: /** @type {?string[]} */ (null) };
/** What runs cells, once somebody needs it. @type {typeof import("./chain.mjs") | null} */
let chain = null;
const loadChain = async () => (chain ??= await import("./chain.mjs"));
/** Run was pressed, with data saving on twice: the download is agreed to. */
let agreed = false;

/** Why no cell can run, if so. */
const missing = document.documentElement.dataset.python === "missing" && words.missing;
const obstacle = missing || (python.isSupported() ? "" : words.unsupported);

const { connection } = /** @type {any} */ (navigator);
const mustAsk = () => connection?.saveData && !agreed && !python.loaded;

function askToRun(/** @type {Cell} */ cell) {
  if (cell.busy || obstacle) return;
  if (mustAsk() && cell.button("run").textContent !== words.load) {
    cell.say("idle", words.saving);
    cell.button("run").textContent = words.load;
    return;
  }
  agreed = true;
  cell.aloud = true;
  cell.state = "running";
  loadChain().then(
    ({ runFrom }) => void (cell.busy && runFrom(cell)), // unless it has been stopped meanwhile
    () => cell.say("error", words.lost),
  );
}

function stop() {
  if (chain) chain.stop();
  else for (const cell of page.cells) if (cell.busy) cell.say("stopped", words.stopped);
}

const isLesson = (/** @type {Cell} */ { kind }) => kind === "lesson";

/** All cells of the lesson up to this one; for an exercise all of them, and its start. */
async function program(/** @type {Cell} */ cell) {
  const above = page.cells.slice(0, page.cells.indexOf(cell));
  const lesson = (cell.kind === "lesson" ? above : page.cells).filter(isLesson);
  const starts = cell.kind === "check" ? above.filter(({ kind }) => kind === "start") : [];
  const { asProgram } = await import("./program.mjs");
  return asProgram([...lesson, ...starts.slice(-1), cell].map(({ editor }) => editor.text));
}

/** The clipboard takes a promise: Safari allows no waiting between click and copy. */
async function copy(/** @type {Cell} */ cell, text) {
  const blob = Promise.resolve(text).then((code) => new Blob([code], { type: "text/plain" }));
  cell.aloud = true;
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    cell.status.textContent = words.copied;
  } catch {
    cell.status.textContent = words.uncopied; // without https a page has no clipboard
  }
}

/** @type {Record<string, (cell: Cell) => void>} */
const actions = {
  run: askToRun,
  stop,
  reset(cell) {
    if (cell.busy) stop();
    cell.reset();
    chain?.refresh();
  },
  edit() {
    loadChain().then(({ refresh }) => refresh(), () => {});
  },
  copy: (cell) => copy(cell, cell.editor.text),
  "copy-all": (cell) => copy(cell, program(cell)),
};

/** The reader comes near a cell: Python loads, so that it is ready for Run. */
function warmUp() {
  if (mustAsk() || obstacle) return;
  python.start().catch(() => {});
  loadChain().catch(() => {});
}

function enhance(/** @type {HTMLElement} */ box, place) {
  const cell = new Cell(box, place, (action, from) => actions[action](from));
  if (obstacle) {
    cell.say("idle", obstacle);
    cell.button("run").ariaDisabled = "true";
  }
  for (const sign of ["pointermove", "focusin"]) box.addEventListener(sign, warmUp, { once: true });
  return cell;
}

/** Material brings the next page without a load, and says so. */
function showPage() {
  stop();
  /** @type {NodeListOf<HTMLElement>} */
  const boxes = document.querySelectorAll(".run[data-kind]:not([data-state])");
  page = { cells: [...boxes].map(enhance), basis: null };
}

python.on.progress = () => {
  const sentence = words.progress(python.on.megabytes.toFixed(1));
  for (const { box, progress } of page.cells)
    if (box.dataset.state === "loading") progress.textContent = sentence;
};

const material = /** @type {any} */ (window).document$;
if (material) material.subscribe(showPage);
else showPage();
