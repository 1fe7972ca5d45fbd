
/** Copies a text, and gives the words that say so. The clipboard takes a promise: Safari allows no
 *  waiting between click and copy. */
export async function copied(/** @type {string | Promise<string>} */ text) {
  const { copied, notCopied } = /** @type {any} */ (document.querySelector("#words")).dataset;
  try {
    const blob = Promise.resolve(text).then((code) => new Blob([code], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    return copied;
  } catch {
    return notCopied; // without https a page has no clipboard
  }
}
