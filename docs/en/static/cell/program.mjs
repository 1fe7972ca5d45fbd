// Copy and Copy all: code for the clipboard.

const TOOLKIT = new URL("../attention.py", import.meta.url);
const USES_TOOLKIT = /^\s*(from|import) attention\b/m;

/**
 * One program that runs by itself and prints what the cells print. Where they import the toolkit, its source comes
 * first, as a module of its own: a page may give its own functions the same names.
 * @param {string[]} codes
 */
export async function asProgram(codes) {
  const cells = codes.join("\n\n");
  if (!USES_TOOLKIT.test(cells)) return `${cells}\n`;
  const toolkit = await (await fetch(TOOLKIT)).text();
  return `import sys
import types

# The toolkit of the lesson, so that it can be imported below.
toolkit = types.ModuleType("attention")
exec(r'''${toolkit}''', toolkit.__dict__)
sys.modules["attention"] = toolkit

${cells}
`;
}

/**
 * Puts a text on the clipboard. It goes there as a promise, since Safari allows no waiting between click and copy.
 * @param {string | Promise<string>} text
 */
export async function copy(text) {
  const blob = Promise.resolve(text).then((code) => new Blob([code], { type: "text/plain" }));
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
  } catch {
    await navigator.clipboard.writeText(await text);
  }
}
