// Makes the runnable blocks of each page into cells, and does what their buttons ask for.
import { copied } from "./clipboard.mjs";
import { enableDrag } from "./drag.mjs";
import { report } from "./failure.mjs";
import { announce, Cell, page } from "./view.mjs";
import { words } from "./words.mjs";

/** What runs cells, once somebody needs it. @type {typeof import("./chain.mjs") | null} */
let chain = null;
let loading = /** @type {Promise<typeof import("./chain.mjs")> | null} */ (null);

/** One promise for all who wait, or they would not go on in the order in which they came. */
const loadChain = () =>
  (loading ??= import("./chain.mjs").then(
    (arrived) => (chain = arrived),
    (error) => {
      loading = null;
      throw error;
    },
  ));

const isMissing = document.documentElement.dataset.python === "missing";
const isAble = typeof WebAssembly === "object" && typeof Worker === "function";
const obstacle = isMissing || !isAble ? words.missing : "";

/** Where data is saved, only Run loads Python. */
const { connection } = /** @type {any} */ (navigator);
const saves = () => connection?.saveData && !chain?.loaded;

async function follow(/** @type {Cell} */ cell, text = /** @type {?string} */ (null)) {
  try {
    const { runFrom } = await loadChain();
    if (saves()) cell.mark(words.saving);
    else if (!obstacle) runFrom(cell, { text });
  } catch (error) {
    cell.fail(error);
  }
}

/** Nobody tells how much memory is free: of a device that tells how much it has, four gigabytes are
 *  enough, else a mouse stands for a computer. */
const memory =
  /** @type {any} */ (navigator).deviceMemory ?? (matchMedia("(pointer: fine)").matches ? 4 : 0);

/** Whether a cell that needs much memory may run; the second press is the reader's own decision. */
function fits(/** @type {Cell} */ cell) {
  const isWarned = cell.button("run").textContent === words.anyway;
  if (!cell.box.matches(".large") || memory >= 4 || isWarned) return true;
  cell.say("idle", words.large);
  cell.button("run").textContent = words.anyway;
  announce(words.large);
  return false;
}

function run(/** @type {Cell} */ cell) {
  if (cell.busy || obstacle || !fits(cell)) return;
  cell.state = "running";
  loadChain()
    .then(({ runFrom }) => void (cell.busy && runFrom(cell))) // unless it has been stopped
    .catch((error) => cell.fail(error));
}

function stop() {
  if (chain) chain.stop();
  else for (const cell of page.cells) if (cell.busy) cell.say("stopped", words.stopped);
}

async function copy(/** @type {Cell} */ cell, text, said = words.copied) {
  cell.status.textContent = await copied(text, said);
  announce(cell.status.textContent);
}

/** What is done for a cell: by its buttons, after an edit, and when a number of it changes.
 *  @type {Record<string, (cell: Cell, ...what: any[]) => void>} */
const actions = {
  run,
  stop,
  follow,
  reset(cell) {
    if (cell.busy) stop();
    if (cell.editor.edited) cell.editor.replace(cell.editor.lesson);
    cell.showRecorded();
    announce(cell.told);
    chain?.refresh();
  },
  edit(cell) {
    loadChain()
      .then(({ refresh }) => refresh())
      .catch((error) => cell.fail(error));
  },
  copy: (cell) => copy(cell, cell.editor.text),
  "copy-all"(cell) {
    const program = import("./program.mjs").then(({ programTo }) => programTo(page.cells, cell));
    program.catch(report); // the reader is told that nothing could be copied
    copy(cell, program);
  },
  embed(cell) {
    const line = import("./share.mjs").then(({ frameOf }) => frameOf(cell, page.cells));
    line.catch(report);
    copy(cell, line, words.embedded);
  },
};

/** The reader comes near a cell: what a number's change and Run need loads, to be ready. Where it
 *  does not, whoever asks for it is told. */
function warmUp() {
  import("./change.mjs").catch(report);
  if (!obstacle && !saves())
    loadChain()
      .then(({ start }) => start())
      .catch(report);
}

function enhance(/** @type {HTMLElement} */ box, place) {
  const cell = new Cell(box, place, (action, from, ...what) => actions[action](from, ...what));
  if (obstacle) {
    cell.say("idle", obstacle);
    cell.button("run").ariaDisabled = "true";
  }
  enableDrag(cell);
  for (const sign of ["pointermove", "focusin"]) box.addEventListener(sign, warmUp, { once: true });
  return cell;
}

/** Material brings the next page without a load, and says so. The first is shown before it says so,
 *  so that it is laid out once for Material's script and for this. */
function showPage() {
  if (document.querySelector(".run[data-state]")) return; // it is shown
  stop();
  const boxes = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".run[data-kind]")]);
  Object.assign(page, { cells: boxes.map(enhance), basis: null });
  if (!location.search.includes("numbers=")) return;
  import("./share.mjs")
    .then(({ takeNumbers }) => takeNumbers(page.cells, loadChain))
    .catch((error) => page.cells[0]?.fail(error));
}

showPage();
/** @type {any} */ (window).document$.subscribe(showPage);
