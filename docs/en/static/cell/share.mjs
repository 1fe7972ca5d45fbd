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
  const changes = cells.flatMap((cell) => {
    const { lesson, text } = cell.editor;
    if (frame(text) !== frame(lesson)) return [];
    const before = numbers(lesson);
    const named = numbers(text).map((number, place) => [`${id(cell)}.${place}`, number]);
    return named.filter(([, number], place) => number !== before[place]);
  });
  const told = changes.map((change) => change.join(":")).join(",");
  return told && `${location.origin}${location.pathname}?numbers=${told}`;
}

/** Puts the numbers of the address into the lesson's code, and leads there. A cell in which the
 *  reader has written something else stays as it is. */
export async function takeNumbers(cells, marked) {
  const told = new URLSearchParams(location.search).get("numbers") ?? "";
  const given = Object.fromEntries(told.split(",").map((change) => change.split(":")));
  history.replaceState(history.state, "", location.pathname + location.hash);
  const taken = cells.filter((cell) => {
    const { lesson, text } = cell.editor;
    if (frame(text) !== frame(lesson)) return false;
    const now = numbers(lesson).map((number, place) => {
      const other = given[`${id(cell)}.${place}`] ?? "";
      return NUMBER.test(other) ? other : number;
    });
    const shared = frame(lesson).replace(/\0/g, () => now.shift() ?? "");
    if (shared !== lesson) cell.editor.show(shared);
    return shared !== lesson;
  });
  await marked();
  for (const cell of taken) cell.mark(words.fromLink);
  taken[0]?.box.scrollIntoView({ block: "center" });
}
