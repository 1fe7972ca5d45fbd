// Renders formulas for katex.py: each line in is {tex, display}, each line out {html} or {error}.
import { createInterface } from "node:readline";
import katex from "katex";

// \val{origin}{0.2379} shows the number; the origin stays in the annotation, where tests find it.
const macros = { "\\val": "\\@secondoftwo" };

function render({ tex, display }) {
  const options = { displayMode: display, strict: "error", throwOnError: true };
  try {
    return { html: katex.renderToString(tex, { ...options, macros: { ...macros } }) };
  } catch (error) {
    return { error: error.message };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(render(JSON.parse(line))));
}
