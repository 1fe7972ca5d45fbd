// Takes out of a built site's style sheets, named after its folder, the rules that no page and no script can ask for.
import { writeFile } from "node:fs/promises";
import { PurgeCSS } from "purgecss";

const [site, ...sheets] = process.argv.slice(2);
const content = ["html", "js", "mjs"].map((kind) => `${site}/**/*.${kind}`);
const words = (text) => text.match(/[\w-]+/g) ?? []; // whatever might be a class, an element or an attribute
// Which way a page is written, it says itself: Material's script knows both.
const inScripts = { extractor: (text) => words(text).filter((word) => word !== "rtl"), extensions: ["js", "mjs"] };

for (const { file, css } of await new PurgeCSS().purge({ content, css: sheets, defaultExtractor: words, extractors: [inScripts] })) {
  await writeFile(file, css);
}
