// Draws SVG for node.py: each line in is {svg, width, fonts}, each line out {answer} or {error}.
// WebAssembly and fonts of our own give the same bytes on every machine. What the first font has
// not, the files among `fonts` have.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { initWasm, Resvg } from "@resvg/resvg-wasm";

const file = (name) => readFileSync(createRequire(import.meta.url).resolve(name));
const family = "DejaVu Sans Condensed"; // has Vietnamese and Greek
const fonts = ["", "-Bold"].map((face) => `dejavu-fonts-ttf/ttf/DejaVuSansCondensed${face}.ttf`);

await initWasm(file("@resvg/resvg-wasm/index_bg.wasm"));
const ours = fonts.map(file);

function draw({ svg, width, fonts }) {
  try {
    const fontBuffers = [...ours, ...fonts.map((path) => readFileSync(path))];
    const font = { fontBuffers, defaultFontFamily: family, sansSerifFamily: family };
    const picture = new Resvg(svg, { font, fitTo: { mode: "width", value: width } });
    return { answer: Buffer.from(picture.render().asPng()).toString("base64") };
  } catch (error) {
    return { error: String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(draw(JSON.parse(line))));
}
