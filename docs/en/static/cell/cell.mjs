// Makes the runnable blocks of each page into cells, and does what their buttons ask for.
import { enableDrag } from "./drag.mjs";
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

/** A browser that has module workers reads the option `type` before it rejects the address. */
function isSupported() {
  let modules = false;
  try {
    new Worker("http://[", { get type() { modules = true; return undefined; } });
  } catch {}
  return modules && typeof WebAssembly === "object";
}

/** Why no cell can run, if so. */
const missing = document.documentElement.dataset.python === "missing" && words.missing;
const obstacle = missing || (isSupported() ? "" : words.unsupported);

const { connection } = /** @type {any} */ (navigator);
const mustAsk = () => connection?.saveData && !agreed && !chain?.loaded;

/** Whether code may run now; where the reader must agree to the download first, the cell asks. */
export function mayRun(/** @type {Cell} */ cell) {
  if (obstacle) return false;
  if (!mustAsk() || cell.button("run").textContent === words.load) return (agreed = true);
  cell.say("idle", words.saving);
  cell.button("run").textContent = words.load;
  return false;
}

/** Runs a cell as its number changes, in a text that may not be typed yet. Where data is saved,
 *  only Run loads Python. */
export async function follow(/** @type {Cell} */ cell, text) {
  const { runFrom } = await loadChain();
  if (mustAsk()) cell.mark(words.saving);
  else if (!obstacle) runFrom(cell, { text });
}

function run(/** @type {Cell} */ cell) {
  if (cell.busy || !mayRun(cell)) return;
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

/** The clipboard takes a promise: Safari allows no waiting between click and copy. */
export async function copy(cell, text, otherwise = words.uncopied) {
  const blob = Promise.resolve(text).then((code) => new Blob([code], { type: "text/plain" }));
  cell.aloud = true;
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    cell.status.textContent = words.copied;
  } catch {
    cell.status.textContent = otherwise; // without https a page has no clipboard
  }
}

/** @type {Record<string, (cell: Cell) => void>} */
const actions = {
  run,
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
  "copy-all"(cell) {
    copy(cell, import("./program.mjs").then(({ programTo }) => programTo(page.cells, cell)));
  },
};

/** The reader comes near a cell: Python loads, so that it is ready for Run. */
function warmUp() {
  if (mustAsk() || obstacle) return;
  loadChain().then(({ start }) => start()).catch(() => {});
}

function enhance(/** @type {HTMLElement} */ box, place) {
  const cell = new Cell(box, place, (action, from) => actions[action](from));
  if (obstacle) {
    cell.say("idle", obstacle);
    cell.button("run").ariaDisabled = "true";
  }
  enableDrag(cell);
  for (const sign of ["pointermove", "focusin"]) box.addEventListener(sign, warmUp, { once: true });
  return cell;
}

/** Material brings the next page without a load, and says so. */
function showPage() {
  stop();
  /** @type {NodeListOf<HTMLElement>} */
  const boxes = document.querySelectorAll(".run[data-kind]:not([data-state])");
  page = { cells: [...boxes].map(enhance), basis: null };
  if (!location.search.includes("numbers=")) return;
  import("./share.mjs").then(({ takeNumbers }) => takeNumbers(page.cells, loadChain), () => {});
}

const material = /** @type {any} */ (window).document$;
if (material) material.subscribe(showPage);
else showPage();
