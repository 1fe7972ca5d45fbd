// Which output rests on which code, and so what runs when code changes. Nothing is done here.
import { page } from "./view.mjs";

/** @typedef {import("./view.mjs").Cell} Cell */

/** Whether two lists have the same in them. */
export const same = (/** @type {unknown[]} */ a, /** @type {unknown[]} */ b) =>
  a.length === b.length && a.every((one, i) => one === b[i]);

/** The lesson's cells in the order in which they run: those in a closed fold come last. */
export const order = () =>
  page.cells.filter(({ kind }) => kind === "lesson").sort((a, b) => a.folded - b.folded);

/** What others may rest on: no cell rests on one that measures times. */
export const untimed = (/** @type {Cell[]} */ cells) => cells.filter(({ timed }) => !timed);

/** The cells on which the output of this one rests, itself last. */
export function chainTo(/** @type {Cell} */ cell) {
  const lesson = order();
  if (cell.kind === "lesson") return [...untimed(lesson.slice(0, lesson.indexOf(cell))), cell];
  const above = page.cells.slice(0, page.cells.indexOf(cell));
  const start = cell.kind === "check" ? above.filter(({ kind }) => kind === "start").slice(-1) : [];
  return [...untimed(lesson), ...start, cell];
}

export const now = (/** @type {Cell[]} */ cells) => cells.map(({ text }) => text);
export const original = (/** @type {Cell[]} */ cells) => cells.map(({ editor }) => editor.lesson);

/** The texts that what a cell shows rests on. */
const basis = (/** @type {Cell} */ cell) => cell.basis ?? original(chainTo(cell));
export const isStale = (/** @type {Cell} */ cell) => !same(basis(cell), now(chainTo(cell)));

/** The timed cells whose own run still holds: neither their code nor what is above has changed. */
export const held = () => order().filter((cell) => cell.names && !isStale(cell));
export const added = (/** @type {Cell[]} */ cells) => cells.map(({ names }) => names ?? "");

/** Whether a change above runs this cell too: it is neither half written nor slow. */
const follows = (/** @type {Cell} */ cell) => cell.seconds <= 1 && basis(cell).at(-1) === cell.text;

/** Whether a cell below shows results of other code than these texts above it. */
const differs = (/** @type {Cell} */ cell, /** @type {string[]} */ above) =>
  !same(basis(cell).slice(0, above.length), above);

/** The cells below which run too, up to the first that waits for its own Run. */
function following(/** @type {Cell[]} */ below) {
  const halt = below.findIndex((cell) => !follows(cell));
  return halt < 0 ? below : below.slice(0, halt);
}

/** The cells that run, in order, when these are pressed: the lesson's, those of exercises, and
 *  whether the lesson runs whole. With `all`, what is below runs even if nothing above differs, and
 *  with a timed cell, since the picture of what it gives rests on all cells. */
export function plan(/** @type {Set<Cell>} */ pressed, all = false) {
  const cells = order();
  const pressedExercises = page.cells.filter((cell) => cell.kind !== "lesson" && pressed.has(cell));
  const ends = [...pressed].map((cell) => cells.indexOf(cell) + 1);
  const end = pressedExercises.length ? cells.length : Math.max(...ends);
  const lesson = cells.slice(0, end).filter((cell) => !cell.timed || pressed.has(cell));
  const above = now(untimed(lesson));
  const below = untimed(cells.slice(end));
  const isTimed = lesson.some(({ timed }) => timed);
  if (all || isTimed || below.some((cell) => differs(cell, above)))
    lesson.push(...following(below));
  const exercises = pressedExercises.flatMap((cell) =>
    chainTo(cell).filter(({ kind }) => kind !== "lesson"),
  );
  const isWhole = untimed(lesson).length === untimed(cells).length;
  return { lesson, exercises: [...new Set(exercises)], isWhole };
}
