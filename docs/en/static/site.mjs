// What every page does besides the lesson's cells.

/** What the page's configuration calls things in its language. */
const words = () => document.querySelector("#words").dataset;

/** Copies exactly the code that a block shows. Runnable cells have a Copy button of their own. */
function addCopyButton(block) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = words().copy;
  button.addEventListener("click", async () => {
    const code = block.querySelector("code").textContent.replace(/\n$/, "");
    const done = await navigator.clipboard.writeText(code).then(() => true, () => false);
    button.textContent = done ? words().copied : words().notCopied;
    setTimeout(() => (button.textContent = words().copy), 2000);
  });
  block.append(button);
}

/** Material keeps the heading that the reader is at in the address; the twin page has the same headings. Instant
 *  navigation leaves the link in the header as it is, and brings the twin's address with the page. */
function leadToTwin(link) {
  const brought = document.querySelector(`[data-twin-address][lang=${link.hreflang}]`);
  if (brought) link.href = brought.dataset.twinAddress;
  link.onpointerdown = link.onfocus = link.onclick = () => { link.hash = location.hash; };
}

/** An invitation is shown to readers whose browser asks for its language before English and every other. */
function invite(sentence) {
  const ours = ["en", ...[...document.querySelectorAll(".invitation")].map(({ lang }) => lang)];
  sentence.hidden = navigator.languages.map((tag) => tag.split("-")[0]).find((tag) => ours.includes(tag)) !== sentence.lang;
}

/** English stands first, and is what an address in no other language gets. */
function showLanguageOfAddress(section, _, sections) {
  const asked = [...sections].find(({ lang }) => location.pathname.includes(`/${lang}/`)) ?? sections[0];
  section.hidden = section !== asked;
}

/** Letters alone are no commands, since whoever dictates would leave the page by a word. */
function onKey(event) {
  import("./keyboard.mjs"); // with the first key
  if (event.key === "Escape") each(".md-tooltip2--active", (tip) => tip.classList.remove("md-tooltip2--active"));
  else if (/^\S$/.test(event.key) && !event.target.matches("input, textarea")) event.stopImmediatePropagation();
}

/** By then the link has led to its target, by which the style sheet knows that the sheet is meant. */
function printSheet(link) {
  link.onclick = () => setTimeout(() => window.print());
}

const each = (selector, enhance) => document.querySelectorAll(selector).forEach(enhance);

// document$ is Material's: it tells of the first page and of each that instant navigation brings.
window.document$.subscribe(() => {
  each(".highlight:not(.run, .output):not(:has(> .copy))", addCopyButton);
  each("[data-twin]", leadToTwin);
  each(".invitation", invite);
  each(".sheet > a", printSheet);
  each(".not-found", showLanguageOfAddress);
});
window.addEventListener("keydown", onKey, true); // before Material hears of it
