// What one cell looks like, and what it says about itself. When what runs is decided in cell.mjs.
import { Editor } from "./editor.mjs";
import { words } from "./words.mjs";

const ACTIONS = /** @type {const} */ (["run", "stop", "reset", "copy", "copy-all"]);
/** Characters of a result that are read out. */
const READ_OUT = 200;

/** @typedef {"idle" | "loading" | "running" | "done" | "error" | "stopped"} State */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** The tab's memory of edits. A cell has the same place in both languages. */
function memory(/** @type {number} */ place) {
  const key = `cell ${location.pathname.replace("/vi/", "/")} ${place}`;
  return {
    recall: () => sessionStorage.getItem(key),
    keep: (/** @type {string} */ text) => sessionStorage.setItem(key, text),
    forget: () => sessionStorage.removeItem(key),
  };
}

/** The block that results are written to: the recorded output's own, where the cell has one. */
function outputBlock(/** @type {HTMLElement} */ box) {
  const next = /** @type {HTMLElement | null} */ (box.nextElementSibling);
  if (next?.matches(".output")) return next;
  return element("div", { class: "output highlight" }, element("pre", {}, element("code", {})));
}

export class Cell {
  /**
   * @param {HTMLElement} box the block as the page was built
   * @param {number} place
   * @param {(action: string, cell: Cell) => void} onAction
   */
  constructor(box, place, onAction) {
    this.box = box;
    this.kind = box.dataset.kind ?? "lesson";
    this.title = /** @type {HTMLElement | null} */ (box.querySelector(".filename"));
    this.name = this.title?.textContent ?? `cell ${place + 1}`;
    this.memory = memory(place);
    /** What had run when this cell last ran to its end; see `Lesson` in cell.mjs. */
    this.ran = "";
    /** Text that waits for the next frame. */
    this.pending = "";

    const pre = /** @type {HTMLElement} */ (box.querySelector("pre"));
    this.editor = new Editor(pre, `${words().editor}: ${this.name}`, {
      onChange: () => this.onChange(),
      onRun: () => onAction("run", this),
      onLeave: () => this.button("run").focus(),
    });
    this.status = element("span", { role: "status" });
    this.progress = element("span", { class: "cell-progress" });
    const bar = element("div", { class: "cell-bar", role: "group", "aria-label": this.name });
    for (const action of ACTIONS) {
      const button = element("button", { type: "button", "data-action": action }, words()[action]);
      button.addEventListener("click", () => {
        if (button.getAttribute("aria-disabled") !== "true") onAction(action, this);
      });
      bar.append(button);
    }
    bar.append(element("p", { class: "cell-status" }, this.status, this.progress));
    this.outputBlock = outputBlock(box);
    this.output = this.prepareOutput();
    this.recorded = this.output.textContent ?? "";
    box.append(bar, this.outputBlock);
    this.button("run").setAttribute("aria-keyshortcuts", "Shift+Enter Control+Enter");
    this.button("copy-all").title = words()["copy-all-title"];

    const kept = this.memory.recall();
    if (kept !== null) {
      this.editor.area.value = kept;
      this.editor.changed();
    }
    this.showRecorded();
  }

  prepareOutput() {
    const output = /** @type {HTMLElement} */ (this.outputBlock.querySelector("code"));
    const attributes = { "data-output": "", tabindex: "0", role: "region", "aria-label": `${words().output}: ${this.name}` };
    for (const [name, value] of Object.entries(attributes)) output.setAttribute(name, value);
    return output;
  }

  button(/** @type {string} */ action) {
    return /** @type {HTMLButtonElement} */ (this.box.querySelector(`[data-action="${action}"]`));
  }

  get busy() {
    return this.box.dataset.state === "loading" || this.box.dataset.state === "running";
  }

  /** The state, and one sentence. Buttons that would do nothing are marked, not disabled: focus stays where it is. */
  say(/** @type {State} */ state, /** @type {string} */ sentence, readOut = "") {
    this.box.dataset.state = state;
    this.status.replaceChildren(sentence);
    if (readOut) this.status.append(element("span", { class: "cell-unseen" }, ` ${readOut.slice(0, READ_OUT)}`));
    this.progress.textContent = "";
    this.button("run").setAttribute("aria-disabled", String(this.busy));
    this.button("stop").setAttribute("aria-disabled", String(!this.busy));
    this.button("run").textContent = words().run;
  }

  /** Offers Run under another name. */
  offer(/** @type {State} */ state, /** @type {string} */ sentence, /** @type {string} */ label) {
    this.say(state, sentence);
    this.button("run").textContent = label;
  }

  /** Run cannot work here; the sentence says why. */
  turnOff(/** @type {string} */ sentence) {
    this.say("idle", sentence);
    this.button("run").setAttribute("aria-disabled", "true");
  }

  /** Only the cell that the reader asked for is announced, not those that run before it. */
  announce(/** @type {boolean} */ aloud) {
    this.status.setAttribute("aria-live", aloud ? "polite" : "off");
  }

  showRecorded() {
    this.write(this.recorded);
    this.output.classList.remove("cell-failed");
    const sentence = this.editor.edited ? words()["recorded-lesson"] : words().recorded;
    this.say("idle", this.recorded ? sentence : "");
  }

  write(/** @type {string} */ text) {
    this.pending = "";
    this.output.textContent = text;
    this.outputBlock.toggleAttribute("hidden", text === "");
  }

  /** Adds to the output, at most once a frame. */
  print(/** @type {string} */ text) {
    if (!this.pending) requestAnimationFrame(() => this.flush());
    this.pending += text;
  }

  flush() {
    if (!this.pending) return;
    this.output.append(this.pending);
    this.outputBlock.removeAttribute("hidden");
    this.pending = "";
  }

  onChange() {
    const { edited, text } = this.editor;
    if (edited) this.memory.keep(text);
    else this.memory.forget();
    this.title?.querySelector(".cell-edited")?.remove();
    if (edited) this.title?.append(element("span", { class: "cell-edited", title: words()["edited-title"] }, words().edited));
    if (this.box.dataset.state === "idle" && this.output.textContent === this.recorded) this.showRecorded();
  }

  reset() {
    const wasEdited = this.editor.edited;
    if (wasEdited) this.editor.replace(this.editor.lesson);
    this.editor.mark(0);
    this.ran = "";
    this.showRecorded();
    if (wasEdited) this.say("idle", words().reset_done);
  }
}
