// Copy all: cells as one program. Loaded when somebody asks for it.
import { LostLine, overLine } from "./failure.mjs";

const TOOLKIT = new URL("../../lib/attention.py", import.meta.url);
const FROM_ROOT = "# Run this in the root of the repository, which has the data: snippets/data/.";
const USES_TOOLKIT = /^\s*(from|import) attention\b/m;

/** One program that prints what the cells up to this one print; for an exercise that is the whole
 *  lesson first. Where they import the toolkit, its source comes first, as a module, because a page
 *  may give its own functions the same names. */
export async function programTo(all, cell) {
  const above = all.slice(0, all.indexOf(cell));
  const lesson = (cell.kind === "lesson" ? above : all).filter(({ kind }) => kind === "lesson");
  const starts = cell.kind === "check" ? above.filter(({ kind }) => kind === "start") : [];
  const code = [...lesson, ...starts.slice(-1), cell].map(({ editor }) => editor.text).join("\n\n");
  const cells = code.includes("snippets/data/") ? `${FROM_ROOT}\n${code}` : code;
  if (!USES_TOOLKIT.test(cells)) return `${cells}\n`;
  const answer = await overLine(fetch(TOOLKIT));
  if (!answer.ok) throw new LostLine(answer.url);
  const toolkit = await overLine(answer.text());
  return `import sys
import types

# The toolkit of the lesson, so that it can be imported below.
toolkit = types.ModuleType("attention")
exec(r'''${toolkit}''', toolkit.__dict__)
sys.modules["attention"] = toolkit

${cells}
`;
}
