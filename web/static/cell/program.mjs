// Copy all: cells as one program. Loaded when somebody asks for it.
import { sourcesFor } from "./modules.mjs";
import { modules } from "./words.mjs";

const FROM_ROOT = "# Run this in the root of the repository, which has the data: snippets/data/.\n";

/** One program that prints what the cells up to this one print; for an exercise that is the whole
 *  lesson first. Sources of modules that they import come before them, each as a module, because a
 *  page may give its own functions the same names. */
export async function programTo(all, cell) {
  const above = all.slice(0, all.indexOf(cell));
  const lesson = (cell.kind === "lesson" ? above : all).filter(({ kind }) => kind === "lesson");
  const starts = cell.kind === "check" ? above.filter(({ kind }) => kind === "start") : [];
  const code = [...lesson, ...starts.slice(-1), cell].map(({ editor }) => editor.text).join("\n\n");
  const sources = [...(await sourcesFor(code, modules))];
  const program = sources.length ? `${IMPORTS}${sources.map(asModule).join("")}${code}` : code;
  return `${program.includes("snippets/data/") ? FROM_ROOT : ""}${program}\n`;
}

const IMPORTS = `import sys
import types

# Modules of the lesson, so that they can be imported below.
`;
const asModule = ([name, text]) => `module = types.ModuleType("${name}")
exec(r'''${text}''', module.__dict__)
sys.modules["${name}"] = module

`;
