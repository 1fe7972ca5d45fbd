// How one cell looks, and what it says about itself; cell.mjs decides what runs when.
import { Editor } from "./editor.mjs";
import { language, words } from "./words.mjs";

const ACTIONS = /** @type {const} */ (["run", "stop", "reset", "copy", "copy-all"]);

/** A browser that blocks cookies refuses it. @type {Storage | undefined} */
let memory;
try {
  memory = localStorage;
} catch {}

const hash = (text) => [...text].reduce((sum, sign) => (31 * sum + sign.codePointAt(0)) | 0, 0);

/** Text whose numbers have a ground by their size. */
function shaded(text) {
  const parts = text.split(/(-?\d+\.\d*(?:e[-+]?\d+)?)/);
  const largest = Math.max(...parts.map((part, i) => i % 2 * Math.abs(part) || 0)) || 1;
  return parts.map((part, i) => {
    if (i % 2 === 0) return part;
    const span = html(`<span>${part}</span>`);
    span.style.setProperty("--share", (Math.abs(part) / largest).toFixed(3));
    return span;
  });
}

/** @typedef {"idle" | "loading" | "running" | "done" | "error" | "stopped"} State */

/** The element that a text is. */
export function html(text) {
  const template = document.createElement("template");
  template.innerHTML = text;
  return /** @type {HTMLElement} */ (template.content.firstElementChild);
}

function bar() {
  const buttons = ACTIONS.map(
    (name) => `<button type="button" data-action="${name}">${words[name]}</button>`,
  );
  return html(`<div class="cell-bar" role="group">${buttons.join("")}<p class="cell-status">
    <span role="status"></span><span class="cell-progress"></span></p></div>`);
}

export class Cell {
  /** From a block as the page was built; `act(action, cell)` does what a button asks for. */
  constructor(/** @type {HTMLElement} */ box, place, act) {
    this.box = box;
    this.kind = box.dataset.kind ?? "lesson";
    this.title = this.find(".filename");
    this.name = this.title.textContent ?? "";
    this.timed = box.matches(".timed");
    this.folded = box.closest("details:not([open])") !== null;
    /** The texts that the shown output rests on, its own last; those of the lesson until it runs.
     *  @type {string[] | undefined} */
    this.basis = undefined;
    /** A text that has been tried but not typed: a step of a drag. @type {string | undefined} */
    this.trial = undefined;
    /** How long the last run took. */
    this.seconds = 0;
    /** The last sentence that was not about other code. */
    this.told = "";
    /** Printed, but not shown yet. While `fresh`, the next that is shown takes the old's place. */
    this.waiting = "";
    this.fresh = false;
    this.clock = 0;

    const next = box.nextElementSibling;
    const empty = '<div class="output highlight"><pre></pre></div>';
    this.block = next?.matches(".output") ? next : html(empty);
    this.shaded = this.block.matches(".shaded");
    box.append(bar(), this.block);
    this.editor = new Editor(this.find("pre"), `${words.code}: ${this.name}`, {
      onChange: () => {
        this.trial = undefined;
        this.keep();
        act("edit", this);
      },
      onRun: () => act("run", this),
      onLeave: () => this.button("run").focus(),
    });
    /** Where the browser keeps the reader's edits: the same cell in every language, and in no
     *  release in which its code or its place is another. */
    const path = location.pathname.replace(`/${language}/`, "/");
    this.key = `cell ${path} ${place} ${hash(this.editor.lesson)}`;
    this.status = this.find("[role=status]");
    this.progress = this.find(".cell-progress");
    this.output = this.find(".output pre");
    this.recorded = this.output.textContent ?? "";
    this.output.dataset.output = "";
    Object.assign(this.output, { role: "region", ariaLabel: `${words.output}: ${this.name}` });
    this.button("run").title = "Shift+Enter";
    this.button("copy-all").title = words.copyAllTitle;
    const buttons = this.find(".cell-bar");
    buttons.ariaLabel = this.name;
    buttons.addEventListener("click", ({ target }) => {
      const { dataset, ariaDisabled } = /** @type {HTMLElement} */ (target);
      if (dataset.action && ariaDisabled !== "true") act(dataset.action, this);
    });
    this.showRecorded();
    const kept = memory?.getItem(this.key);
    if (kept != null) this.editor.show(kept);
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
  set state(/** @type {State} */ state) {
    this.box.dataset.state = state;
    this.progress.textContent = "";
    Object.assign(this.button("run"), { ariaDisabled: String(this.busy), textContent: words.run });
    this.button("stop").ariaDisabled = String(!this.busy);
  }

  /** The code as it reads now, or as a drag tries it. */
  get text() {
    return this.trial ?? this.editor.text;
  }

  /** The state and one sentence; the beginning of `unseen` is read out after it. */
  say(/** @type {State} */ state, sentence, unseen = "") {
    this.state = state;
    this.told = sentence;
    this.box.removeAttribute("data-stale");
    const heard = unseen ? html('<span class="cell-unseen"></span>') : "";
    if (heard) heard.append(` ${unseen.slice(0, 200)}`);
    this.status.replaceChildren(sentence, heard);
  }

  /** Only the cell whose Run was pressed is read out, not those before it. */
  set aloud(aloud) {
    this.status.ariaLive = aloud ? "polite" : "off";
  }

  /** Says that the output is from other code than the page has; "" takes that back. */
  mark(sentence) {
    if (!sentence && !this.box.hasAttribute("data-stale")) return;
    this.box.toggleAttribute("data-stale", sentence !== "");
    this.aloud = false;
    this.status.replaceChildren(sentence || this.told);
  }

  write(text) {
    const shown = text.replaceAll("\r", "");
    this.output.replaceChildren(...(this.shaded ? shaded(shown) : [shown]));
    this.output.className = "";
    this.block.toggleAttribute("hidden", text === "");
    this.content = text;
    this.waiting = "";
    this.fresh = false;
    this.clock = 0;
  }

  keep() {
    const { edited, text } = this.editor;
    if (edited) memory?.setItem(this.key, text);
    else memory?.removeItem(this.key);
    this.title.querySelector("i")?.remove();
    const note = `<i class="cell-edited" title="${words.editedTitle}">${words.edited}</i>`;
    if (edited) this.title.append(html(note));
    if (this.box.dataset.state === "idle") this.sayRecorded();
  }

  /** The recorded output is not news, so it is not read out. */
  sayRecorded() {
    this.aloud = false;
    const sentence = this.editor.edited ? words.recordedBefore : words.recorded;
    this.say("idle", this.recorded && sentence);
  }

  /** Back to the output as it was recorded. */
  showRecorded() {
    this.editor.mark(0);
    this.basis = undefined;
    this.seconds = 0;
    this.write(this.recorded);
    this.sayRecorded();
  }

  reset() {
    const { edited, lesson } = this.editor;
    if (edited) this.editor.replace(lesson);
    this.showRecorded();
    this.aloud = true;
    if (edited) this.say("idle", words.back);
  }
}
