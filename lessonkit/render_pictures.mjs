// Draws pictures for lessonkit/notebook.py and lessonkit/cards.py: each line in is {svg, width}, each line out is {png} in
// base64, or {error}. In WebAssembly and with a font of its own, so that every machine draws the same bytes.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { initWasm, Resvg } from "@resvg/resvg-wasm";

const file = name => readFileSync(createRequire(import.meta.url).resolve(name));
const family = "DejaVu Sans Condensed"; // has Vietnamese, Greek, arrows and raised letters, and runs no wider than a screen's font

await initWasm(file("@resvg/resvg-wasm/index_bg.wasm"));
const fontBuffers = ["", "-Bold"].map(face => file(`dejavu-fonts-ttf/ttf/DejaVuSansCondensed${face}.ttf`));
const font = { fontBuffers, defaultFontFamily: family, sansSerifFamily: family };

function draw({ svg, width }) {
  let picture;
  try {
    picture = new Resvg(svg, { font, fitTo: { mode: "width", value: width } });
  } catch (error) {
    return { error: String(error) };
  }
  const drawn = picture.render();
  const png = Buffer.from(drawn.asPng()).toString("base64");
  drawn.free();
  picture.free();
  return { png };
}

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(draw(JSON.parse(line))));
