// The modules of the lesson that code may import: files of lib/.
import { LostLine, overLine } from "./failure.mjs";

/** Those of all `modules` that some code imports, perhaps in vain: what it says is not parsed. */
export const importedBy = (/** @type {string} */ code, /** @type {string[]} */ modules) =>
  modules.filter((name) => RegExp(`^[ \\t]*(?:from|import)\\b.*\\b${name}\\b`, "m").test(code));

/** The texts by name of what some code imports, each after those that it imports itself. */
export async function sourcesFor(
  code,
  modules,
  found = /** @type {Map<string, string>} */ (new Map()),
) {
  for (const name of importedBy(code, modules)) {
    if (found.has(name)) continue;
    const answer = await overLine(fetch(new URL(`../../lib/${name}.py`, import.meta.url)));
    if (!answer.ok) throw new LostLine(`${answer.status}: ${answer.url}`);
    const text = await overLine(answer.text());
    await sourcesFor(
      text,
      modules.filter((each) => each !== name),
      found,
    );
    found.set(name, text);
  }
  return found;
}
