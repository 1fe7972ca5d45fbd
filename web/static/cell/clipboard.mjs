import { words } from "./words.mjs";

/** Copies a text, and gives the words that say so, or that it could not. The clipboard takes a
 *  promise: Safari allows no waiting between click and copy. */
export async function copied(/** @type {string | Promise<string>} */ text, said = words.copied) {
  try {
    const blob = Promise.resolve(text).then((code) => new Blob([code], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    return said;
  } catch {
    return words.notCopied; // without https a page has no clipboard
  }
}
