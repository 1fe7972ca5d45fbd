// Renders formulas for node.py: each line in is {tex, display}, each line out {answer} or {error}.
import { createInterface } from "node:readline";
import katex from "katex";

// \val{origin}{0.2379} shows the number; the origin stays in the annotation, where tests find it.
// `data-val` tells the page where the k-th number is, in what is seen and in the MathML, for which
// KaTeX knows no attribute but the address of a link.
const seen = String.raw`\htmlData{val=K}{#2}`;
const heard = String.raw`\href{K}{#2}`;

function render({ tex, display }) {
  let k = 0;
  const both = `\\html@mathml{\\@secondoftwo{#1}{${seen}}}{${heard}}`;
  const options = {
    displayMode: display,
    macros: { "\\val": () => both.replaceAll("K", String(k++)) },
    strict: (code) => (code === "htmlExtension" ? "ignore" : "error"),
    throwOnError: true,
    trust: ({ command, url }) => command === "\\htmlData" || /^\d+$/.test(url),
  };
  try {
    const html = katex.renderToString(tex, options);
    return { answer: html.replace(/ href="(?=\d)/g, ' data-val="') };
  } catch (error) {
    return { error: error.message };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(render(JSON.parse(line))));
}
