// Draws the cards of lessonkit/cards.py: each line in is {svg, png}, where png is the file to write. In WebAssembly and with
// fonts of its own, so that every machine draws the same bytes.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { initWasm, Resvg } from "@resvg/resvg-wasm";

const file = (name) => readFileSync(createRequire(import.meta.url).resolve(name));
const fontBuffers = ["", "-Bold"].map((face) => file(`dejavu-fonts-ttf/ttf/DejaVuSansCondensed${face}.ttf`));
const font = { fontBuffers, defaultFontFamily: "DejaVu Sans Condensed", sansSerifFamily: "DejaVu Sans Condensed" };

await initWasm(file("@resvg/resvg-wasm/index_bg.wasm"));

for await (const line of createInterface({ input: process.stdin })) {
  const { svg, png } = JSON.parse(line);
  const picture = new Resvg(svg, { font });
  const drawn = picture.render();
  writeFileSync(png, drawn.asPng());
  drawn.free();
  picture.free();
}
