// A link carries changed numbers and nothing else: ?numbers=CELL.PLACE:NUMBER,… A cell is named by
// the hash of the lesson's code, so that no number comes into the code of another release.
import { literals, NUMBER, replaced } from "./literals.mjs";
import { words } from "./words.mjs";

const id = ({ key }) => /-?\d+$/.exec(key)?.[0];
const numbers = (source) => literals(source).map(({ text }) => text);

/** A text without its numbers: each place has a null character. */
const frame = (source) =>
  literals(source).reduceRight((text, literal) => replaced(text, literal, "\0"), source);

/** The address of this page with the numbers that the reader has changed, if any. */
export function sharedAddress(cells) {
  const changes = cells.filter(({ editor }) => editor.edited).flatMap((cell) => {
    const { lesson, text } = cell.editor;
    const before = numbers(lesson);
    const now = frame(text) === frame(lesson) ? numbers(text) : before;
    return now.flatMap((number, i) => (number === before[i] ? [] : `${id(cell)}.${i}:${number}`));
  });
  return changes.length && `${location.origin}${location.pathname}?numbers=${changes}`;
}

/** Puts the numbers of the address into the lesson's code, and leads there. A cell in which the
 *  reader has written something else stays as it is. */
export async function takeNumbers(cells, marked) {
  const told = new URLSearchParams(location.search).get("numbers") ?? "";
  const given = Object.fromEntries(told.split(",").map((change) => change.split(":")));
  history.replaceState(history.state, "", location.pathname + location.hash);
  const taken = cells.filter((cell) => {
    const { lesson, text } = cell.editor;
    const shared = literals(lesson).reduceRight((code, literal, i) => {
      const number = given[`${id(cell)}.${i}`];
      return NUMBER.test(number) ? replaced(code, literal, number) : code;
    }, lesson);
    if (shared === lesson || frame(text) !== frame(lesson)) return false;
    cell.editor.show(shared);
    return true;
  });
  await marked();
  taken[0]?.box.scrollIntoView({ block: "center" });
  setTimeout(() => taken.forEach((cell) => cell.mark(words.fromLink))); // instead of its own mark
}
