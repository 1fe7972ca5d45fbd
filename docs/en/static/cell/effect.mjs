// What a change has done, in sight: one line at the foot of the screen, and the nearest picture
// that follows it, pinned while its own place is off the screen.
import { copied } from "./clipboard.mjs";
import { html } from "./html.mjs";
import { words } from "./words.mjs";

const bar = html(`<div class="kept"><span></span> <span></span>
  <button type="button" data-action="share">${words.share}</button>
  <button type="button" data-action="reset-page">${words.resetPage}</button>
  <div class="pinned" aria-hidden="true" hidden></div></div>`);
const [sentence, line, share, reset, pinned] = /** @type {HTMLElement[]} */ ([...bar.children]);
export { reset };
/** What sticks to the foot of the screen stays above it. */
new ResizeObserver(() =>
  document.documentElement.style.setProperty("--kept", `${bar.offsetHeight}px`),
).observe(bar);
/** The changed cell and the picture, and which of both are on the screen. */
let pair = /** @type {Element[]} */ ([]);
const seen = new Map();
const sight = new IntersectionObserver((entries) => {
  for (const { target, intersectionRatio, intersectionRect: { top, bottom } } of entries) {
    seen.set(target, intersectionRatio >= 0.3);
    if (target === pair[0]) pinned.classList.toggle("on-top", top + bottom > window.innerHeight);
  }
  pinned.hidden = pair.length < 2 || !seen.get(pair[0]) || seen.get(pair[1]);
}, { threshold: [0.3, 0.5, 0.7, 0.9] });

export function offerLink(address) {
  Object.assign(share, { hidden: !address, textContent: words.share });
  share.onclick = async () => (share.textContent = await copied(address));
}

function linkTo(/** @type {HTMLElement[]} */ targets, noun) {
  const counted = noun.replace("(s)", targets.length === 1 ? "" : "s");
  const link = html(`<a href="#">${targets.length} ${counted}</a>`);
  let next = 0;
  link.onclick = (event) => {
    event.preventDefault();
    event.stopPropagation(); // Material would go to the top of the page
    const target = targets[next++ % targets.length];
    const place = /** @type {HTMLElement} */ (target.closest(".katex") ?? target);
    place.closest("details")?.setAttribute("open", "");
    if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "center" });
  };
  return link;
}

/** Shows what differs from the page as it was built, and gives it in words; or says that the code
 *  has not run `whole`, or that something is `kept`. It was the cell `changed` that changed it. */
export function show(summary, { whole, kept }, /** @type {HTMLElement | undefined} */ changed) {
  const kinds = Object.keys(summary).filter((kind) => summary[kind].length);
  const links = kinds.map((kind) => linkTo(summary[kind], words[kind]));
  const parts = links.flatMap((link) => [", ", link]).slice(1);
  line.replaceChildren(...parts, parts.length ? ` ${words.changed}` : "");
  sentence.textContent = whole ? (kept && !parts.length ? words.kept : "") : words.notWhole;
  const article = /** @type {HTMLElement} */ (document.querySelector("article"));
  if (whole && !kept && !parts.length) bar.remove();
  else if (bar.parentElement !== article) article.append(bar);
  pin(summary.pictures, changed ?? pair[0]);
  return line.textContent;
}

function pin(/** @type {Element[]} */ pictures, /** @type {Element | undefined} */ box) {
  const isBelow = (figure) => box && box.compareDocumentPosition(figure) & 4;
  const figure = pictures.find(isBelow) ?? pictures.at(-1);
  const next = box && figure ? [box, figure] : [];
  if (figure) pinned.replaceChildren(figure.querySelector("svg")?.cloneNode(true) ?? "");
  if (next[0] === pair[0] && next[1] === pair[1]) return;
  pair = next;
  sight.disconnect();
  pinned.hidden = true;
  for (const each of pair) sight.observe(each);
}
