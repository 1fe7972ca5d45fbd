// A real <textarea> with transparent text over highlighted code, which gives both their size.
import { html } from "./html.mjs";

/** Characters above which code has no colours: each key would take long. */
export const LONG = 20_000;
/** The Pygments class of each word on the page: where it is typed anew it has the same colour. */
const classes = new Map();
const LONG_STRING = /[rbfuRBFU]{0,2}(?:"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$))/u;
const STRING = /[rbfuRBFU]{0,2}(?:"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)/u;
export const TOKEN = new RegExp(
  [
    "(?<comment>#.*)",
    `(?<string>${LONG_STRING.source}|${STRING.source})`,
    String.raw`(?<number>\.?\d(?:[eE][-+](?=\d)|[\w.])*)`,
    String.raw`(?<word>[\p{L}_][\p{L}\p{N}_]*)`,
    String.raw`(?<other>[^\s\w])`,
  ].join("|"),
  "gu",
);

function highlight(source) {
  const coloured = document.createDocumentFragment();
  let end = 0;
  let before = "";
  for (const match of source.matchAll(TOKEN)) {
    const { comment, string, number, word } = /** @type {Record<string, string>} */ (match.groups);
    let className = "";
    if (comment) className = "c1";
    else if (string) className = /^\w{0,2}("""|''')/.test(string) ? "sd" : "s";
    else if (number) className = "mi";
    else if (word) className = before === "def" ? "nf" : (classes.get(word) ?? "");
    before = match[0];
    if (!className) continue;
    const span = document.createElement("span");
    Object.assign(span, { className, textContent: before });
    coloured.append(source.slice(end, match.index), span);
    end = match.index + before.length;
  }
  coloured.append(source.slice(end), "\n");
  return coloured;
}

/** The editor of one cell. `onChange` is told of every change, `onRun` of its keys. */
export class Editor {
  constructor(/** @type {HTMLElement} */ pre, label, listeners) {
    this.pre = pre;
    this.code = /** @type {HTMLElement} */ (pre.querySelector("code"));
    this.lessonHtml = this.code.innerHTML;
    for (const { className, textContent } of this.code.querySelectorAll("span[class]"))
      classes.set(textContent, className);
    this.lesson = (this.code.textContent ?? "").replace(/\n$/, "");
    this.listeners = listeners;
    this.text = this.lesson;
    this.area = /** @type {HTMLTextAreaElement} */ (
      html(`<textarea spellcheck="false" wrap="off"
      autocapitalize="off" autocomplete="off" autocorrect="off"></textarea>`)
    );
    this.area.value = this.lesson;
    this.area.ariaLabel = label;
    this.area.addEventListener("input", () => this.changed());
    this.area.addEventListener("keydown", (event) => this.onKey(event));
    this.code.removeAttribute("tabindex");
    this.code.setAttribute("aria-hidden", "true"); // the textarea says the same
    pre.classList.add("cell-editor");
    pre.append(this.area);
  }

  get edited() {
    return this.text !== this.lesson;
  }

  show(text) {
    this.area.value = text;
    this.changed();
  }

  /** Puts a text in place of all, in such a way that the browser's own undo takes it back. */
  replace(text) {
    const focused = document.activeElement;
    this.area.focus({ preventScroll: true });
    this.area.select();
    this.insert(text);
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }

  mark(line) {
    if (!line && this.area.ariaInvalid !== "true") return;
    this.pre.querySelector(".cell-mark")?.remove();
    this.area.ariaInvalid = String(line > 0);
    if (line <= 0) return;
    const band = html('<i class="cell-mark"></i>');
    band.style.setProperty("--line", String(line));
    this.pre.append(band);
  }

  /** Shows a text in the code alone, as long as it is not typed; without one, what is typed. */
  preview(text = this.text) {
    if (text === this.lesson) this.code.innerHTML = this.lessonHtml;
    else if (text.length > LONG) this.code.textContent = `${text}\n`;
    else this.code.replaceChildren(highlight(text));
  }

  changed() {
    this.text = this.area.value;
    this.preview();
    this.mark(0);
    this.listeners.onChange();
  }

  /** `execCommand` is old, and the only way that keeps the browser's own undo. */
  insert(text) {
    const focused = document.activeElement === this.area;
    if (focused && document.execCommand("insertText", false, text)) return;
    this.area.setRangeText(text, this.area.selectionStart, this.area.selectionEnd, "end");
    this.changed();
  }

  onKey(/** @type {KeyboardEvent} */ event) {
    if (event.isComposing || event.keyCode === 229) return; // the key belongs to the input method
    const runs = event.shiftKey || event.ctrlKey || event.metaKey;
    if (event.key === "Enter" && runs) this.listeners.onRun();
    else if (event.key === "Escape") this.listeners.onLeave();
    else if (event.key === "Enter") this.insert(`\n${this.nextIndent()}`);
    else return this.selectIndent(event.key);
    event.preventDefault();
  }

  beforeCaret() {
    const before = this.text.slice(0, this.area.selectionStart);
    return before.slice(before.lastIndexOf("\n") + 1);
  }

  nextIndent() {
    const line = this.beforeCaret();
    const deeper = /:\s*(#.*)?$/.test(line) ? "    " : "";
    return line.slice(0, line.length - line.trimStart().length) + deeper;
  }

  /** Tab is left to the browser, so Backspace takes back a whole step of indentation. */
  selectIndent(key) {
    const isAt = this.area.selectionStart === this.area.selectionEnd;
    if (key === "Backspace" && isAt && /^( {4})+$/.test(this.beforeCaret()))
      this.area.selectionStart -= 4;
  }
}
