// What the page says about itself once code has changed or run: marks on what is from other code,
// and one line with what differs from the page as it was built.
import { LONG } from "./editor.mjs";
import * as effect from "./effect.mjs";
import * as numbers from "./numbers.mjs";
import * as pictures from "./pictures.mjs";
import { added, chainTo, held, isStale, now, order, original, same, untimed } from "./plan.mjs";
import { sharedAddress } from "./share.mjs";
import { page } from "./view.mjs";
import { words } from "./words.mjs";

/** @typedef {import("./view.mjs").Cell} Cell */

const all = (selector) => [...document.querySelectorAll(selector)];

/** What differs from the page as it was built. */
export const summary = () => ({
  outputs: untimed(order())
    .filter((cell) => cell.content !== cell.recorded && cell.box.isConnected)
    .map(({ box }) => box),
  numbers: all("[data-changed]"),
  claims: all("[data-fails], [data-unchecked]"),
  pictures: all("[data-redrawn]"),
});

/** Marks a cell whose output is from other code, and shows what is on record again where the
 *  lesson's own code is back. Of a cell that was `told` of, the sentence stays. */
function mark(/** @type {Cell} */ cell, hasRun, /** @type {Set<Cell>} */ told) {
  const cells = chainTo(cell);
  if (isStale(cell) && same(now(cells), original(cells))) cell.showRecorded();
  if (!cell.content || !isStale(cell)) cell.mark("");
  else if (told.has(cell)) cell.mark(cell.told);
  else if (!hasRun && cell.box.dataset.state === "idle") cell.mark(words.recordedBefore);
  else cell.mark(words.stale);
}

/** Numbers and pictures are again as the page was built, where the lesson's own code is back; but
 *  not while a timed cell has what they show of the reader's run of it. */
function restoreRest(/** @type {string[]} */ code, /** @type {string[]} */ lesson) {
  if (!page.basis || !same(code, lesson)) return;
  const [texts, runs] = [page.basis.slice(0, lesson.length), page.basis.slice(lesson.length)];
  const isKept = (run) => page.cells.some(({ names }) => names === run);
  if (runs.length && runs.every(isKept) && same(texts, lesson)) return;
  page.basis = null;
  numbers.follow();
  pictures.follow();
}

/** Brings all of this up to date, but for the cell that is `running`, and gives the line. After a
 *  run some of the cells that were `asked` for have been `told` what became of that. */
export function refresh(
  running = /** @type {Cell | null} */ (null),
  asked = /** @type {Set<Cell>} */ (new Set()),
  told = asked,
) {
  for (const cell of page.cells)
    if (!cell.busy && cell !== running) mark(cell, asked.size > 0, told);
  const cells = untimed(order());
  const [code, lesson] = [now(cells), original(cells)];
  restoreRest(code, lesson);
  const edited = page.cells.filter(({ editor }) => editor.edited);
  effect.offerLink(sharedAddress(page.cells.filter(({ text }) => text.length <= LONG)));
  const state = {
    whole: same(page.basis ?? lesson, [...code, ...added(held())]),
    edited: edited.length > 0,
    refused: edited.some(({ kept }) => !kept),
  };
  return effect.show(summary(), state, [...asked].at(-1)?.editor.pre);
}
