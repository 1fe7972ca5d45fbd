// The numbers in a cell's code: where they are, and what one step makes of them.
import { TOKEN } from "./editor.mjs";

const NUMBER = /^\d+(?:\.\d+)?$/; // no exponents, no imaginary parts: their last digit says little
const EXPONENT = /\d[eE][+-]$/; // before its digits
const SIGNED = /^-?\d{1,15}(?:\.\d{1,15})?$/;
/** What a minus stands after when it is a sign, and no subtraction. */
const BEFORE_SIGN = /(?:^|[([{,=:+\-*/%<>@&|^~\n]|\b(?:return|in|and|or|not|if|else|print))[ \t]*$/;

/** @typedef {{ start: number, end: number, text: string }} Literal */

/** @returns {Literal[]} the numbers of a text that are in no comment and no string */
export function literals(/** @type {string} */ source) {
  const found = [];
  for (const match of source.matchAll(TOKEN)) {
    if (!match.groups?.number || !NUMBER.test(match[0])) continue;
    if (EXPONENT.test(source.slice(0, match.index))) continue;
    const end = match.index + match[0].length;
    const signed = source[match.index - 1] === "-"
      && BEFORE_SIGN.test(source.slice(0, match.index - 1));
    const start = match.index - Number(signed);
    found.push({ start, end, text: source.slice(start, end) });
  }
  return found;
}

/** The number at a place in a text, its ends included. */
export const literalAt = (/** @type {string} */ source, place) =>
  literals(source).find(({ start, end }) => start <= place && place <= end);

const decimals = (/** @type {string} */ text) => (text.split(".")[1] ?? "").length;

/** A number some units of its last digit further; its decimals are kept. */
export function stepped(/** @type {string} */ text, units) {
  const unit = 10 ** decimals(text);
  const moved = (Math.round(Number(text) * unit) + units) / unit;
  return (moved === 0 ? 0 : moved).toFixed(decimals(text));
}

/** A text with another number in the place of one of its own. */
export const replaced = (/** @type {string} */ source, /** @type {Literal} */ literal, number) =>
  source.slice(0, literal.start) + number + source.slice(literal.end);

/** How far a slider goes to either side, and its step. */
export function sliderFor(/** @type {string} */ text) {
  const step = 10 ** -decimals(text);
  const reach = step * (decimals(text) ? 50 : 10);
  return { min: Number(text) - reach, max: Number(text) + reach, step, value: Number(text) };
}

/** The changed numbers of a cell, [which, number], or null where other text has changed too. */
export function changedNumbers(/** @type {string} */ lesson, /** @type {string} */ text) {
  const [before, after] = [literals(lesson), literals(text)];
  if (outside(lesson, before) !== outside(text, after)) return null;
  const pairs = after.map((literal, i) => [i, literal.text]);
  return pairs.filter(([i, number]) => number !== before[Number(i)].text);
}

function outside(/** @type {string} */ source, /** @type {Literal[]} */ found) {
  const starts = [0, ...found.map(({ end }) => end)];
  return starts.map((start, i) => source.slice(start, found[i]?.start)).join("\0");
}

/** A lesson's code with other numbers; what is no number, or has no place, is left out. */
export function withNumbers(
  /** @type {string} */ lesson,
  /** @type {[number, string][]} */ changes,
) {
  const places = literals(lesson);
  const fitting = changes.filter(([i, number]) => places[i] && SIGNED.test(number));
  const last = fitting.sort(([a], [b]) => b - a); // from the end, so that places stay
  return last.reduce((text, [i, number]) => replaced(text, places[i], number), lesson);
}
