// What every page does besides the lesson's cells: copy buttons, the language switch that keeps the place,
// printing the exercise sheet, the invitation to read in Vietnamese, the one 404 page for both languages.

const vietnamese = document.documentElement.lang === "vi";
const WORDS = vietnamese
  ? { copy: "Chép", copied: "Đã chép", failed: "Không chép được" }
  : { copy: "Copy", copied: "Copied", failed: "Could not copy" };

/** Copies exactly the code that a block shows. Runnable cells have a Copy button of their own. */
function addCopyButton(block) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = WORDS.copy;
  button.addEventListener("click", async () => {
    const code = block.querySelector("code").textContent.replace(/\n$/, "");
    const done = await navigator.clipboard.writeText(code).then(() => true, () => false);
    button.textContent = done ? WORDS.copied : WORDS.failed;
    setTimeout(() => (button.textContent = WORDS.copy), 2000);
  });
  block.append(button);
}

/** Material keeps the heading that the reader is at in the address; the twin page has the same headings. Instant
 *  navigation leaves the link in the header as it is, and brings the twin's address with the page. */
function leadToTwin(link) {
  const brought = document.querySelector("[data-twin-address]");
  if (brought) link.href = brought.dataset.twinAddress;
  link.onpointerdown = link.onfocus = link.onclick = () => { link.hash = location.hash; };
}

function inviteVietnameseReaders(sentence) {
  const first = navigator.languages.find((language) => /^(en|vi)\b/.test(language));
  sentence.hidden = !first?.startsWith("vi");
}

function showLanguageOfAddress(section) {
  const asked = location.pathname.includes("/vi/") ? "vi" : "en";
  section.hidden = section.dataset.language !== asked;
}

/** By then the link has led to its target, by which the style sheet knows that the sheet is meant. */
function printSheet(link) {
  link.onclick = () => setTimeout(() => window.print());
}

/** Jupyter's formulas are TeX, so the notebook's page alone renders them in the browser. */
async function renderFormulas(notebook) {
  await import("../lib/katex/katex.min.js");
  await import("../lib/katex/auto-render.min.js");
  const delimiters = [{ left: "$$", right: "$$", display: true }, { left: "$", right: "$", display: false }];
  window.renderMathInElement(notebook, { delimiters, strict: "error" });
}

const each = (selector, enhance) => document.querySelectorAll(selector).forEach(enhance);

// document$ is Material's: it tells of the first page and of each that instant navigation brings.
window.document$.subscribe(() => {
  each(".highlight:not(.run, .output):not(:has(> .copy))", addCopyButton);
  each("[data-twin]", leadToTwin);
  each(".sheet > a", printSheet);
  each(".speaks-vietnamese", inviteVietnameseReaders);
  each(".not-found", showLanguageOfAddress);
  each(".jp-Notebook", renderFormulas);
});
