// Makes the runnable blocks of each page into cells, and decides what runs when.
import * as python from "./python.mjs";
import { Cell } from "./view.mjs";
import { language, words } from "./words.mjs";

/** The page that is shown; its number tells Python to forget the one before. */
let page = { number: 0, cells: /** @type {Cell[]} */ ([]) };
/** Runs stand in line; a Stop sends all of them away. */
let line = Promise.resolve();
let stops = 0;
/** Run was pressed, with data saving on twice: the download is agreed to. */
let agreed = false;

/** Why no cell can run, if so. */
const missing = document.documentElement.dataset.python === "missing" && words.missing;
const obstacle = missing || (python.isSupported() ? "" : words.unsupported);

const { connection } = /** @type {any} */ (navigator);
const mustAsk = () => connection?.saveData && !agreed && !python.loaded;

/** The cells that run before this one: the lesson's above it; for an exercise the whole lesson. */
function needs(/** @type {Cell} */ cell) {
  const lesson = page.cells.filter(({ kind }) => kind === "lesson");
  const above = page.cells.slice(0, page.cells.indexOf(cell));
  if (cell.kind === "lesson") return lesson.slice(0, lesson.indexOf(cell));
  const starts = above.filter(({ kind }) => kind === "start");
  return cell.kind === "check" ? [...lesson, ...starts.slice(-1)] : lesson;
}

/** What this cell and all that it needs say. */
const texts = (/** @type {Cell} */ cell) => [...needs(cell), cell].map(({ editor }) => editor.text);

/** All that a result rests on. A lesson cell that last ran on the same need not run again. */
const ground = (/** @type {string[]} */ codes) => JSON.stringify([python.session, ...codes]);

function askToRun(/** @type {Cell} */ cell) {
  if (cell.busy || obstacle) return;
  if (mustAsk() && cell.button("run").textContent !== words.load) {
    cell.say("idle", words.saving);
    cell.button("run").textContent = words.load;
    return;
  }
  agreed = true;
  cell.aloud = true;
  if (page.cells.some(({ busy }) => busy)) cell.say("running", words.waiting);
  cell.state = "running";
  const asked = stops;
  line = line.then(() => (asked === stops ? runWithNeeds(cell) : undefined));
}

async function runWithNeeds(/** @type {Cell} */ cell) {
  for (const needed of needs(cell)) {
    if (needed.kind === "lesson" && needed.ran === ground(texts(needed))) continue;
    needed.aloud = false;
    const { state } = await execute(needed, cell);
    if (state === "done") continue;
    if (state === "lost") tell(cell, { state });
    else if (state !== "stopped") cell.say("error", words.above(needed.name));
    return;
  }
  await execute(cell);
}

/** Runs one cell; Run was pressed in `asked`, which needs it. */
async function execute(/** @type {Cell} */ cell, asked = cell) {
  if (!python.loaded) {
    for (const each of [cell, asked]) each.say("loading", words.loading);
    python.on.progress();
  }
  const before = texts(cell);
  /** @type {number[]} */
  let clocks = [];
  const later = (wait, /** @type {Cell} */ whose, sentence) =>
    window.setTimeout(() => whose.say("running", sentence), wait);
  const { name, kind } = cell;
  const job = { code: cell.editor.text, name, kind, page: page.number, language };
  const result = await python.run(job, {
    onData(bytes) {
      for (const each of [cell, asked]) each.say("loading", words.data(Math.ceil(bytes / 1000)));
    },
    onStart() {
      cell.begin();
      cell.state = asked.state = "running"; // a short run is told once, by its end
      clocks = [later(300, cell, words.running), later(5000, cell, words.long)];
      if (asked !== cell) clocks.push(later(300, asked, words.waiting));
    },
    onText: (text, cut) => cell.print(cut ? `${text}\n${words.cut}\n` : text),
  });
  clocks.forEach(clearTimeout);
  if (result.state !== "stopped") tell(cell, result); // else `stop` has told
  cell.ran = result.state === "done" ? ground(before) : "";
  return result;
}

function tell(/** @type {Cell} */ cell, /** @type {python.Result} */ result) {
  const { state, seconds = 0, text, line = 0 } = result;
  cell.flush();
  const time = seconds < 1 ? `${Math.ceil(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;
  const done = cell.printed ? words.done : words.silent;
  if (state === "done") cell.say("done", done(time), cell.printed);
  else if (state === "stopped") cell.say("stopped", words.stopped);
  else if (state === "lost") {
    cell.say("error", python.loaded ? words.lostData : words.lost);
    cell.button("run").textContent = words.retry;
  } else cell.fail(line ? words.line(line) : words.error, text ?? words.died, line);
}

function stop() {
  stops += 1;
  for (const cell of page.cells) if (cell.busy) tell(cell, { state: "stopped" });
  python.end("stopped");
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
  },
  copy: (cell) => copy(cell, cell.editor.text),
  "copy-all"(cell) {
    copy(cell, import("./program.mjs").then(({ asProgram }) => asProgram(texts(cell))));
  },
};

/** The reader comes near a cell: Python loads, so that it is ready for Run. */
function warmUp() {
  if (!mustAsk() && !obstacle) python.start().catch(() => {});
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
  if (page.cells.some(({ busy }) => busy)) stop();
  /** @type {NodeListOf<HTMLElement>} */
  const boxes = document.querySelectorAll(".run[data-kind]:not([data-state])");
  page = { number: page.number + 1, cells: [...boxes].map(enhance) };
}

python.on.progress = () => {
  const sentence = words.progress(python.on.megabytes.toFixed(1));
  for (const { box, progress } of page.cells)
    if (box.dataset.state === "loading") progress.textContent = sentence;
};

const material = /** @type {any} */ (window).document$;
if (material) material.subscribe(showPage);
else showPage();
