import { TOKEN } from "./editor.mjs";

/** Not those with an exponent, whose last digit says little, nor what a float cannot hold. */
export const NUMBER = /^-?(?:0|[1-9]\d{0,6})(?:\.\d{1,8})?$/;
/** What is before a minus that is a sign, and no subtraction. */
const BEFORE_SIGN = /(?:^|[([{,=:+\-*/%<>@&|^~\n]|\b(?:return|in|and|or|not|if|else))[ \t]*$/;

/** The numbers of a text that are in no comment and no string. */
export function literals(/** @type {string} */ source) {
  const found = [];
  for (const { 0: token, index, groups } of source.matchAll(TOKEN)) {
    if (!groups?.number || !NUMBER.test(token)) continue;
    const signed = source[index - 1] === "-" && BEFORE_SIGN.test(source.slice(0, index - 1));
    const [start, end] = [index - Number(signed), index + token.length];
    found.push({ start, end, text: source.slice(start, end) });
  }
  return found;
}

export const literalAt = (source, place) =>
  literals(source).find(({ start, end }) => start <= place && place <= end);

export const replaced = (source, { start, end }, number) =>
  source.slice(0, start) + number + source.slice(end);
