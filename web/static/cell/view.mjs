// How one cell looks, and what it says about itself; cell.mjs decides what runs when.
import { Editor } from "./editor.mjs";
import { report } from "./failure.mjs";
import { html } from "./html.mjs";
import { language, words } from "./words.mjs";

const ACTIONS = /** @type {const} */ (["run", "stop", "reset", "copy", "copy-all", "embed"]);

/** Material's way to the browser's storage: what is refused, full or broken gives null. */
const { __md_get: recall, __md_set: store } = /** @type {any} */ (window);

/** Whether it is stored now. */
function remember(key, value) {
  store(key, value);
  return recall(key) === value;
}

const hash = (text) => [...text].reduce((sum, sign) => (31 * sum + sign.codePointAt(0)) | 0, 0);

const heard = html('<p class="cell-heard" role="status"></p>');
document.body.append(heard);
let clock = 0;

/** Has one sentence read out, the last, when all has come to rest. */
export function announce(text) {
  clearTimeout(clock);
  clock = window.setTimeout(() => heard.replaceChildren(text), 300);
}

/** Text whose numbers have a ground by their size. */
function shaded(text) {
  const parts = text.split(/(-?\d+\.\d*(?:e[-+]?\d+)?)/);
  const largest = Math.max(...parts.map((part, i) => (i % 2) * Math.abs(part) || 0)) || 1;
  return parts.map((part, i) => {
    if (i % 2 === 0) return part;
    const span = html(`<span>${part}</span>`);
    span.style.setProperty("--share", (Math.abs(part) / largest).toFixed(3));
    return span;
  });
}

const asButton = (name) => `<button type="button" data-action="${name}">${words[name]}</button>`;
const BAR = `<div class="cell-bar" role="group">${ACTIONS.map(asButton).join("")}
  <p class="cell-status"><span class="cell-says" role="status" aria-live="off"></span>
  <span class="cell-progress"></span></p></div>`;

/** The address of the page whose cells are shown; a frame shows those of another. */
export const address = () =>
  new URL(document.querySelector("article")?.dataset.of ?? location.href);

/** The name of a lesson page, `02-one-query`, by the path of its address; "" for any other. */
export const nameOf = (/** @type {string} */ path) =>
  /\/(\d\d-[\w-]+)\/(?:index\.html)?$/.exec(path)?.[1] ?? "";

/** The page that is shown: its cells; and what its numbers and pictures rest on, where that is not
 *  the lesson's own: the texts of lesson cells, and what timed cells have added. */
export const page = {
  cells: /** @type {Cell[]} */ ([]),
  basis: /** @type {?string[]} */ (null),
};

export class Cell {
  /** The texts that the shown output rests on, its own last; those of the lesson until it runs.
   *  @type {string[] | undefined} */
  basis;
  /** What its last run has added to the names above it, where it is timed.
   *  @type {string | null | undefined} */
  names;
  /** A text that has been tried but not typed: a step of a drag. @type {string | undefined} */
  trial;
  /** What the run that goes on has printed. @type {string | null} */
  printed = null;
  content = /** @type {any} */ (undefined); // what is shown
  told = ""; // the last sentence that was not about other code
  seconds = 0; // that the last run took
  kept = true; // by the browser, as the code now reads
  clock = 0;

  /** From a block as the page was built. What a button and others ask for, `act(action, cell, …)`
   *  does: see cell.mjs. */
  constructor(/** @type {HTMLElement} */ box, place, act) {
    this.box = box;
    this.act = (action, ...what) => act(action, this, ...what);
    this.kind = box.dataset.kind ?? "lesson";
    this.name = this.find(".filename").textContent ?? "";
    this.timed = box.matches(".timed");
    this.folded = box.closest("details:not([open])") ? 1 : 0;
    const next = box.nextElementSibling;
    const empty = '<div class="output highlight"><pre></pre></div>';
    this.block = next?.matches(".output") ? next : html(empty);
    this.shaded = this.block.matches(".shaded");
    box.append(html(BAR), this.block);
    this.editor = new Editor(this.find("pre"), `${words.code}: ${this.name}`, {
      onChange: () => {
        this.trial = undefined;
        this.keep();
        this.act("edit");
      },
      onRun: () => this.act("run"),
      onLeave: () => this.button("run").focus(),
    });
    // The reader's edits are kept for all languages, but for no release with other code there.
    const path = address().pathname.replace(`/${language}/`, "/");
    this.key = `cell ${path} ${place} ${hash(this.editor.lesson)}`;
    this.status = this.find(".cell-says");
    this.progress = this.find(".cell-progress");
    this.output = this.find(".output pre");
    this.recorded = this.output.textContent ?? "";
    this.output.toggleAttribute("data-output", true);
    Object.assign(this.output, { role: "region", ariaLabel: `${words.output}: ${this.name}` });
    this.button("run").title = "Shift+Enter";
    const buttons = this.find(".cell-bar");
    buttons.ariaLabel = this.name;
    if (this.kind !== "lesson") this.button("embed").remove();
    buttons.onclick = ({ target }) => {
      const { dataset, ariaDisabled } = /** @type {HTMLElement} */ (target);
      if (dataset.action && ariaDisabled !== "true") this.act(dataset.action);
    };
    this.showRecorded();
    const kept = recall(this.key);
    if (typeof kept === "string") this.editor.show(kept);
  }

  find(selector) {
    return /** @type {HTMLElement} */ (this.box.querySelector(selector));
  }

  button(action) {
    return this.find(`[data-action="${action}"]`);
  }

  get busy() {
    return /loading|running/.test(this.box.dataset.state ?? "");
  }

  /** A button that would do nothing is marked, not disabled, so that focus is never lost. */
  set state(state) {
    this.box.dataset.state = state;
    this.progress.textContent = "";
    Object.assign(this.button("run"), { ariaDisabled: String(this.busy), textContent: words.run });
    this.button("stop").ariaDisabled = String(!this.busy);
  }

  get text() {
    return this.trial ?? this.editor.text;
  }

  say(state, sentence) {
    this.state = state;
    this.told = sentence;
    this.status.textContent = sentence;
    this.box.removeAttribute("data-stale");
  }

  /** Says that the output is from other code than the page has; "" takes that back. */
  mark(sentence) {
    if (!sentence && !this.box.hasAttribute("data-stale")) return;
    this.box.toggleAttribute("data-stale", sentence !== "");
    this.status.textContent = sentence || this.told;
  }

  /** What a run prints, ten times a second at most: a short run shows all of it at once, and the
   *  old output stays until there is a new one, so that the page does not jump. */
  print(text) {
    this.printed = text;
    this.clock ||= window.setTimeout(() => this.write(this.printed), 100);
  }

  write(text) {
    clearTimeout(this.clock);
    this.clock = 0;
    this.output.className = "";
    if (text === this.content) return;
    this.content = text;
    const shown = text.replaceAll("\r", "");
    this.output.replaceChildren(...(this.shaded ? shaded(shown) : [shown]));
    this.block.toggleAttribute("hidden", text === "");
    requestAnimationFrame(() => {
      // To measure each at once would lay the page out as many times as there are cells.
      const { scrollHeight, clientHeight, scrollWidth, clientWidth, tabIndex } = this.output;
      const scrolls = scrollHeight > clientHeight || scrollWidth > clientWidth;
      if (scrolls !== (tabIndex === 0)) this.output.tabIndex = scrolls ? 0 : -1;
    });
  }

  /** Shows a result. Of a cell that was running, what it had printed until then stays. */
  end(/** @type {import("./python.mjs").Result} */ result) {
    const { state, seconds = 0, text = words.died, line = 0, printed = this.printed } = result;
    const failed = state === "error" || state === "died";
    this.seconds = seconds;
    this.printed = null;
    this.editor.mark(this.basis?.at(-1) === this.text ? line : 0); // it may be another by now
    if (failed) this.write((printed ?? "").replace(/[^\n]$/, "$&\n") + text);
    else if (printed !== null) this.write(printed);
    if (state === "done" && this.box.matches("[data-state=done]:not([data-stale])")) return;
    const time = seconds < 1 ? `${Math.ceil(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;
    const ended = line ? words.errorIn(line) : words.error;
    if (state === "done") this.say("done", words.done(time));
    else if (state === "stopped") this.say("stopped", words.stopped);
    else this.say("error", failed ? ended : words[state]);
    if (state === "lost") this.button("run").textContent = words.retry;
    if (failed) Object.assign(this.output, { className: "cell-failed", scrollTop: 1e6 });
  }

  /** What the reader asked of it has failed, by a lost line or by a fault of ours. */
  fail(error) {
    this.end({ state: report(error) });
  }

  /** Shows nothing where an output would look like the answer of code that has not run. */
  clear() {
    this.write("");
    this.basis = [];
  }

  get spoken() {
    const { status, content, box, output } = this;
    const end = output.className && content.trimEnd().split(/\n+/).slice(-2).join(" ");
    return `${status.textContent} ${box.dataset.state === "done" ? content.slice(0, 200) : end}`;
  }

  keep() {
    const { edited, text } = this.editor;
    this.kept = remember(this.key, edited ? text : null);
    this.find(".cell-edited")?.remove();
    if (edited) this.find(".filename").append(html(`<i class="cell-edited">${words.edited}</i>`));
    if (this.box.dataset.state === "idle") this.sayRecorded();
  }

  sayRecorded() {
    const sentence = this.editor.edited ? words.recordedBefore : words.recorded;
    this.say("idle", this.recorded && sentence);
  }

  showRecorded() {
    this.editor.mark(0);
    Object.assign(this, { basis: undefined, names: null, printed: null, seconds: 0 });
    this.write(this.recorded);
    this.sayRecorded();
  }
}
