// A link carries changed numbers and nothing else: ?numbers=CELL.PLACE:NUMBER,… A cell is named by
// the hash of the lesson's code, so that no number comes into the code of another release.
import { showFromLink } from "./effect.mjs";
import { literals, NUMBER, replaced } from "./literals.mjs";
import { address, announce, nameOf } from "./view.mjs";
import { words } from "./words.mjs";

const id = ({ key }) => /-?\d+$/.exec(key)?.[0];
const numbers = (source) => literals(source).map(({ text }) => text);

/** A text without its numbers: each place has a null character. */
const frame = (source) =>
  literals(source).reduceRight((text, literal) => replaced(text, literal, "\0"), source);

/** Whether the reader has changed nothing but numbers. */
const fits = ({ editor: { lesson, text } }) => frame(text) === frame(lesson);

/** The address of this page with the numbers that the reader has changed, if any. */
export function sharedAddress(cells) {
  const changes = cells
    .filter(({ editor }) => editor.edited)
    .flatMap((cell) => {
      const { lesson, text } = cell.editor;
      const before = numbers(lesson);
      const now = fits(cell) ? numbers(text) : before;
      return now.flatMap((number, i) => (number === before[i] ? [] : `${id(cell)}.${i}:${number}`));
    });
  const { origin, pathname } = address();
  return changes.length && `${origin}${pathname}?numbers=${changes}`;
}

const asAttribute = (text) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** One line of HTML that shows a cell in a frame, with the numbers that the reader has changed. */
export function frameOf(cell, cells) {
  const page = address();
  const name = nameOf(page.pathname);
  const { search } = new URL(sharedAddress(cells) || page.pathname, page);
  const place = `${name || "index"}/${cell.box.dataset.section}${search}`;
  const frame = new URL(`${name ? "../" : ""}embed/v1/#${place}`, page);
  const title = asAttribute(`${cell.name}: ${document.title}`);
  return `<iframe title="${title}" allow="clipboard-write" src="${frame}" width="100%" height="600"></iframe>`;
}

/** The lesson's code of a cell with the numbers that a link has for it. */
const shared = (cell, given) =>
  literals(cell.editor.lesson).reduceRight((code, literal, i) => {
    const number = given[`${id(cell)}.${i}`];
    return NUMBER.test(number) ? replaced(code, literal, number) : code;
  }, cell.editor.lesson);

/** Puts the numbers of the address into the lesson's code, and leads there. Where the reader has
 *  changed a cell, they are only offered. */
export async function takeNumbers(cells, loadChain) {
  const told = new URLSearchParams(location.search).get("numbers") ?? "";
  const given = Object.fromEntries(told.split(",").map((change) => change.split(":")));
  history.replaceState(history.state, "", location.pathname + location.hash);
  const meant = cells.filter((cell) => shared(cell, given) !== cell.editor.lesson);
  const isFree = (cell) => !cell.editor.edited || cell.editor.text === shared(cell, given);
  const [free, others] = [meant.filter(isFree), meant.filter((cell) => !isFree(cell))];
  for (const cell of free) cell.editor.show(shared(cell, given));
  const { refresh } = await loadChain();
  refresh();
  meant[0]?.box.scrollIntoView({ block: "center" });
  mark(free);
  offer(others, given);
}

/** After the cells' own marks. */
const mark = (cells) =>
  setTimeout(() => {
    for (const cell of cells) cell.mark(words.fromLink);
  });

/** Asks before the numbers of a link take the place of the reader's own; where the reader has
 *  changed more than numbers, says that they do not fit. */
function offer(cells, given) {
  const named = (some) => some.map(({ name }) => `“${name}”`).join(", ");
  const fitting = cells.filter(fits);
  const others = cells.filter((cell) => !fits(cell));
  const sentences = [
    fitting.length ? words.offered(named(fitting)) : "",
    others.length ? words.unfit(named(others)) : "",
  ];
  const text = sentences.join(" ").trim();
  if (text) announce(text);
  if (text) showFromLink(text, fitting.length ? () => take(fitting, given) : null);
}

/** Typed in one piece, so that one undo brings the reader's own back. */
function take(cells, given) {
  const fitting = cells.filter(fits);
  for (const cell of fitting) cell.editor.replace(shared(cell, given));
  mark(fitting);
  offer(
    cells.filter((cell) => !fits(cell)),
    given,
  ); // changed since they were offered
  cells[0].button("run").focus({ preventScroll: true });
}
