// How one cell looks, and what it says about itself; cell.mjs decides what runs when.
import { Editor } from "./editor.mjs";
import { language, words } from "./words.mjs";

const ACTIONS = /** @type {const} */ (["run", "stop", "reset", "copy", "copy-all"]);

/** The tab's; a browser that blocks cookies refuses it. @type {Storage | undefined} */
let memory;
try {
  memory = sessionStorage;
} catch {}

/** @typedef {"idle" | "loading" | "running" | "done" | "error" | "stopped"} State */

function html(text) {
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
    /** Where the tab keeps the reader's edits: the same cell in every language. */
    this.key = `cell ${location.pathname.replace(`/${language}/`, "/")} ${place}`;
    /** What this cell rested on when it last ran to its end. */
    this.ran = "";
    /** Output for the next frame. */
    this.waiting = "";

    const next = box.nextElementSibling;
    const empty = '<div class="output highlight"><pre></pre></div>';
    this.block = next?.matches(".output") ? next : html(empty);
    box.append(bar(), this.block);
    this.editor = new Editor(this.find("pre"), `${words.code}: ${this.name}`, {
      onChange: () => this.keep(),
      onRun: () => act("run", this),
      onLeave: () => this.button("run").focus(),
    });
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

  /** The state and one sentence; the beginning of `unseen` is read out after it. */
  say(/** @type {State} */ state, sentence, unseen = "") {
    this.state = state;
    const heard = unseen ? html('<span class="cell-unseen"></span>') : "";
    if (heard) heard.append(` ${unseen.slice(0, 200)}`);
    this.status.replaceChildren(sentence, heard);
  }

  /** Only the cell whose Run was pressed is read out, not those before it. */
  set aloud(aloud) {
    this.status.ariaLive = aloud ? "polite" : "off";
  }

  /** The old output stays until there is a new one, so that the page does not jump. */
  begin() {
    this.waiting = "";
    this.editor.mark(0);
    this.output.className = "cell-stale";
  }

  write(text) {
    this.waiting = "";
    this.output.textContent = text;
    this.output.className = "";
    this.block.toggleAttribute("hidden", text === "");
  }

  /** Adds to the output, once a frame however much comes. */
  print(text) {
    if (!this.waiting) requestAnimationFrame(() => this.flush());
    this.waiting += text;
  }

  flush() {
    const { waiting } = this;
    if (this.output.className === "cell-stale") this.write("");
    if (waiting) this.block.removeAttribute("hidden");
    this.output.append(waiting);
    this.waiting = "";
    const { scrollHeight, clientHeight, scrollWidth, clientWidth } = this.output;
    this.output.tabIndex = scrollHeight > clientHeight || scrollWidth > clientWidth ? 0 : -1;
  }

  get printed() {
    this.flush();
    return this.output.textContent ?? "";
  }

  /** Ends the output with what went wrong, and scrolls there. */
  fail(sentence, text, line = 0) {
    this.print((/[^\n]$/.test(this.printed) ? "\n" : "") + text);
    this.output.className = "cell-failed";
    this.editor.mark(line);
    this.say("error", sentence, this.printed.trimEnd().split("\n").slice(-2).join(" "));
    this.output.scrollTop = 1e6;
  }

  keep() {
    const { edited, text } = this.editor;
    if (edited) memory?.setItem(this.key, text);
    else memory?.removeItem(this.key);
    this.title.querySelector("i")?.remove();
    const note = `<i class="cell-edited" title="${words.editedTitle}">${words.edited}</i>`;
    if (edited) this.title.append(html(note));
    if (this.box.dataset.state === "idle") this.showRecorded();
  }

  /** Back to the output as it was recorded. It is not news, so it is not read out. */
  showRecorded() {
    this.aloud = false;
    this.write(this.recorded);
    const sentence = this.editor.edited ? words.recordedBefore : words.recorded;
    this.say("idle", this.recorded && sentence);
  }

  reset() {
    const { edited, lesson } = this.editor;
    if (edited) this.editor.replace(lesson);
    this.editor.mark(0);
    this.ran = "";
    this.showRecorded();
    this.aloud = true;
    if (edited) this.say("idle", words.back);
  }
}
