// One job: cells that run in an empty namespace, in order, and between the lesson and its exercises
// one look at the rest of the page. Here is what is sent to Python, and what is done with answers.
import { report } from "./failure.mjs";
import { solve } from "../progress.mjs";
import * as numbers from "./numbers.mjs";
import * as pictures from "./pictures.mjs";
import { added, chainTo, held, now, order, untimed } from "./plan.mjs";
import * as python from "./python.mjs";
import { announce, page } from "./view.mjs";
import { language, words } from "./words.mjs";

/** @typedef {import("./view.mjs").Cell} Cell
 *  @typedef {python.Result & { absent: string[], solved: boolean, names?: string }} Result */

const SLOW = 300; // milliseconds after which a cell is said to run

/** What runs a cell, and what the output of that then rests on. */
function stepFor(/** @type {Cell} */ cell, /** @type {boolean} */ watched) {
  const { text: code, name, kind, timed } = cell;
  const step = { code, name, kind: timed ? "timed" : kind, language, cut: words.cut, watched };
  return { cell, basis: now(chainTo(cell)), step };
}

/** What asks for numbers, claims and pictures where the lesson ends; these cells have run before. */
function look(/** @type {Cell[]} */ timed) {
  const asked = { ...numbers.expressions(), timed: added(timed) };
  return { step: { ...asked, program: pictures.program(), language } };
}

export class Job {
  /** The cell that runs, or the one at which the job has ended. @type {Cell | null} */
  at = null;
  /** The cells that have begun to run. */
  begun = /** @type {Set<Cell>} */ (new Set());
  /** What has run but is not shown yet: all at once, or the page would be laid out for each.
   *  @type {[Cell, python.Result][]} */
  #ended = [];
  /** What draws the layers of a model: one promise, or they might be drawn in another order.
   *  @type {Promise<typeof import("./heads.mjs")> | undefined} */
  #heads;
  #began = Infinity;

  /** The cells that were `asked` for, and what runs because of that: see plan.mjs. Whether what
   *  draws the rest of the page has not arrived may be known from before. */
  constructor(/** @type {Set<Cell>} */ asked, { lesson, exercises, isWhole }, isLookLost = false) {
    this.asked = asked;
    this.isLookLost = isLookLost;
    this.watched = new Set([...asked].filter(({ trial }) => trial === undefined));
    const toSteps = (cells) => cells.map((cell) => stepFor(cell, this.watched.has(cell)));
    const before = held().filter((cell) => !lesson.includes(cell));
    /** What has not begun. @type {{ step: object, cell?: Cell, basis?: string[] }[]} */
    this.left = [...toSteps(lesson), ...(isWhole ? [look(before)] : []), ...toSteps(exercises)];
    /** What numbers and pictures rest on after that look: see `page.basis`. */
    this.whole = now(untimed(lesson));
    const runs = new Set([...before, ...lesson.filter(({ timed }) => timed)]);
    this.timed = order().filter((cell) => runs.has(cell));
  }

  /** Sends all, and hears the answers. The promise tells how the job ended; it fails with a fault
   *  of ours alone.
   *  @returns {Promise<python.End>} */
  async run() {
    if (!python.loaded) this.#tellLoading(words.loading);
    const steps = this.left.map(({ step }) => step);
    const heard = (message) => this[message.type](message);
    const end = await python.run(steps, heard, () => this.#tick());
    this.showEnded();
    if (this.at && end === "died") this.at.end({ state: end, seconds: Infinity }); // with Python
    return end;
  }

  showEnded() {
    for (const [cell, result] of this.#ended.splice(0)) cell.end(result);
  }

  #tellLoading(sentence) {
    for (const cell of this.asked) cell.say("loading", sentence);
    announce(sentence);
  }

  /** A short run is told once, when it has ended. */
  #tick() {
    this.showEnded();
    const { at } = this;
    if (!at || performance.now() - this.#began < SLOW || at.told === words.running) return;
    at.say("running", words.running);
    if (this.watched.has(at)) announce(words.running);
  }

  #next() {
    const { cell = null, basis } = this.left.shift() ?? {};
    this.#began = performance.now();
    this.at = cell;
    if (!cell) return;
    Object.assign(cell, { basis, names: null, printed: "" });
    this.begun.add(cell);
  }

  // What Python tells, by the type of its message:

  progress({ megabytes }) {
    const sentence = words.progress(megabytes.toFixed(1));
    for (const { box, progress } of this.asked)
      if (box.dataset.state === "loading") progress.textContent = sentence;
  }

  data({ bytes }) {
    this.#tellLoading(words.data(Math.ceil(bytes / 1000)));
  }

  start() {
    for (const cell of this.asked) if (cell.busy) cell.state = "running";
    this.#next();
  }

  output({ printed }) {
    this.at?.print(printed);
  }

  /** A layer of the model has maps to show. */
  maps(layer) {
    const box = this.at?.box;
    if (!box) return;
    this.#heads ??= import("./heads.mjs");
    this.#heads.then(({ take }) => take(box, layer), report);
  }

  /** A part of the model has arrived. */
  part({ megabytes }) {
    if (this.at) this.at.progress.textContent = words.part(megabytes.toFixed(1));
  }

  result(/** @type {Result} */ { absent, solved, names, ...result }) {
    if (!this.at) return;
    this.at.names = names;
    if (solved) solve(this.at.box);
    const lacks = absent.map((path) => `${words.absent(path)}\n`).join("");
    this.#ended.push([this.at, lacks ? { ...result, text: result.text + lacks } : result]);
    if (result.state === "done") this.#next();
  }

  seen({ seen }) {
    this.#next();
    this.showEnded();
    this.isLookLost = seen === null;
    if (this.isLookLost) return;
    page.basis = [...this.whole, ...added(this.timed)];
    numbers.follow(seen);
    pictures.follow(seen.pictures);
  }
}
