// One cell of the course on somebody's page: /embed/v1/#02-one-query/scores, by page and section.
// Behind a ? may follow palette=dark (or light), and numbers=… as links to pages have them. All of
// it stays behind the #, which no browser sends.
import { LostLine, overLine, report } from "./cell/failure.mjs";
import { html } from "./cell/html.mjs";
import { words } from "./cell/words.mjs";

const article = /** @type {HTMLElement} */ (document.querySelector("article"));
const credit = /** @type {HTMLElement} */ (article.querySelector(".credit"));
const [place, options = ""] = location.hash.slice(1).split("?");
const [name, section = ""] = place.split("/");
const { palette, numbers } = Object.fromEntries(new URLSearchParams(options));
/** The start of the course in this language. */
const course = new URL("../../", location.href);

/** What a page has to show here, or null where there is no such page: lessonkit/frames.py. */
async function bring() {
  if (!/^[\w-]+$/.test(name)) return null;
  const answer = await overLine(fetch(new URL(`pages/${name}.html`, location.href)));
  if (answer.status === 404) return null;
  if (!answer.ok) throw new LostLine(`${answer.status}: ${answer.url}`);
  return new DOMParser().parseFromString(await overLine(answer.text()), "text/html");
}

const isTimed = (/** @type {Element} */ part) => part.querySelector(".timed") !== null;

/** Shows a cell, in a fold what runs before it, and its picture. What pictures need besides, the
 *  cells below it, runs out of sight. */
async function show(/** @type {Document} */ page, /** @type {HTMLElement} */ asked) {
  const parts = [...page.querySelectorAll("section")];
  const at = parts.indexOf(asked);
  const above = parts.slice(0, at).filter((part) => !isTimed(part));
  const below = parts.slice(at + 1).filter((part) => !isTimed(part));
  const fold = /** @type {HTMLDetailsElement} */ (
    html("<details open><summary></summary></details>")
  );
  fold.firstElementChild?.append(`${article.dataset.before} ${above.length}`);
  fold.append(...above);
  const figures = [...page.querySelectorAll("figure")];
  for (const figure of figures)
    figure.toggleAttribute("data-near", figure.id === asked.dataset.picture);
  credit.before(...(above.length ? [fold] : []), asked, ...below, ...figures);
  lead(page.title);
  if (numbers) history.replaceState(null, "", `?numbers=${numbers}${location.hash}`);
  await import("./cell/cell.mjs");
  fold.open = numbers !== undefined;
  for (const part of below) part.remove();
}

/** Leads to the page, by whose address the cells are known: see cell/view.mjs. */
function lead(/** @type {string} */ title) {
  const link = /** @type {HTMLAnchorElement} */ (article.querySelector("h1 > a"));
  link.parentElement?.removeAttribute("hidden");
  link.href = article.dataset.of = new URL(name === "index" ? "." : `${name}/`, course).href;
  link.textContent = document.title = title;
}

function tell(/** @type {string} */ sentence) {
  const line = html('<p role="status"></p>');
  line.append(`${sentence} `, credit.querySelector("a")?.cloneNode(true) ?? "");
  credit.before(line);
}

/** Links open a tab; where the frame may not, the page comes in its place. */
function follow(/** @type {MouseEvent} */ event) {
  const { target } = event;
  const link =
    target instanceof Element ? target.closest("h1 a, .credit a, [role=status] a") : null;
  if (link instanceof HTMLAnchorElement && window.open(link.href)) event.preventDefault();
}

async function start() {
  const page = await bring();
  const cell = page?.querySelector(`[data-section="${CSS.escape(section)}"]`);
  const asked = /** @type {HTMLElement | null | undefined} */ (cell?.parentElement);
  if (page && asked) await show(page, asked);
  else tell(article.dataset.noCell ?? "");
}

if (palette) document.body.dataset.mdColorScheme = palette === "dark" ? "slate" : "default";
Object.assign(window, { document$: { subscribe() {} } }); // Material's, which no frame needs
window.addEventListener("hashchange", () => location.reload());
article.addEventListener("click", follow);
const tellHeight = () =>
  parent.postMessage({ type: "attention-verified", height: article.offsetHeight }, "*");
new ResizeObserver(tellHeight).observe(article);
start().catch((error) => tell(words[report(error)]));
