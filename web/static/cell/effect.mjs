// What a change has done, in sight: one line at the foot of the screen, and the nearest picture
// that follows it, pinned while its own place is off the screen and the reader wants it.
import { copied } from "./clipboard.mjs";
import { html } from "./html.mjs";
import { same } from "./plan.mjs";
import { words } from "./words.mjs";

const bar = html(`<div class="kept"><span></span> <span></span>
  <button type="button" data-action="unpin" hidden>${words.unpin}</button>
  <button type="button" data-action="share">${words.share}</button>
  <button type="button" data-action="reset-page">${words.resetPage}</button>
  <div class="pinned" aria-hidden="true" hidden></div></div>`);
const [sentence, line, unpin, share, reset, pinned] = /** @type {HTMLElement[]} */ ([
  ...bar.children,
]);
export { reset };
/** What else sticks to the screen leaves room for both. */
const sizes = new ResizeObserver(() => {
  const { style } = document.documentElement;
  style.setProperty("--kept", `${bar.offsetHeight}px`);
  style.setProperty("--pinned", `${pinned.offsetHeight}px`);
});
for (const each of [bar, pinned]) sizes.observe(each);
/** The changed cell and the picture, and which of both are on the screen. */
let pair = /** @type {Element[]} */ ([]);
const seen = new Map();
const sight = new IntersectionObserver(
  (entries) => {
    for (const { target, intersectionRatio } of entries) seen.set(target, intersectionRatio >= 0.3);
    showPinned();
  },
  { threshold: [0.3, 0.5, 0.7, 0.9] },
);
/** What the links of the line lead to. */
let shown = /** @type {Element[]} */ ([]);
/** The cell whose picture the reader has closed, until another cell changes. */
let closed = /** @type {Element | undefined} */ (undefined);

function showPinned() {
  const [box, figure] = pair;
  const isWanted = figure && box !== closed && seen.get(box) && !seen.get(figure);
  const isOnButton = document.activeElement === unpin;
  pinned.hidden = unpin.hidden = !isWanted;
  const linkToPicture = /** @type {HTMLElement | null} */ (line.lastElementChild);
  if (isOnButton && !isWanted) linkToPicture?.focus(); // the button is gone
}

function close() {
  closed = pair[0];
  showPinned();
}
unpin.onclick = close;
bar.onkeydown = ({ key }) => void (key === "Escape" && !pinned.hidden && close());

/** Says in the line what a link has brought, until the page is left or has no changes. With `take`
 *  a button takes it. */
export function showFromLink(text, take = /** @type {(() => void) | null} */ (null)) {
  bar.querySelector(".from-link")?.remove();
  const note = html('<p class="from-link"></p>');
  note.append(text);
  bar.prepend(note);
  if (!take) return;
  const button = html(`<button type="button" data-action="take">${words.take}</button>`);
  button.onclick = () => {
    note.remove();
    take();
  };
  note.append(" ", button);
}

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

/** What there is to say beside what has changed: whether the code has run `whole`, and whether what
 *  was `edited` is kept. */
function sentences({ whole, edited, refused }, changed) {
  const told = whole ? [] : [words.notWhole];
  if (refused) told.push(words.notKept);
  else if (whole && edited && !changed) told.push(words.kept);
  return told.join(" ");
}

/** Shows what differs from the page as it was built, and gives it in words; beside it the state of
 *  the reader's own code. It was the cell `changed` that changed it. */
export function show(summary, state, /** @type {HTMLElement | undefined} */ changed) {
  const kinds = Object.keys(summary).filter((kind) => summary[kind].length);
  const targets = kinds.flatMap((kind) => summary[kind]);
  if (!same(targets, shown)) {
    const links = kinds.flatMap((kind) => [", ", linkTo(summary[kind], words[kind])]).slice(1);
    line.replaceChildren(...links, links.length ? ` ${words.changed}` : "");
  } // else a reader may be on one of them
  shown = targets;
  sentence.textContent = sentences(state, targets.length > 0);
  const article = /** @type {HTMLElement} */ (document.querySelector("article"));
  if (state.whole && !state.edited && !targets.length) bar.remove();
  else if (bar.parentElement !== article) {
    bar.querySelector(".from-link")?.remove();
    article.append(bar);
  }
  pin(summary.pictures, changed ?? pair[0]);
  return line.textContent;
}

function pin(/** @type {Element[]} */ pictures, /** @type {Element | undefined} */ box) {
  const isBelow = (figure) => box && box.compareDocumentPosition(figure) & 4;
  const figure = pictures.find(isBelow) ?? pictures.at(-1);
  const next = box && figure ? [box, figure] : [];
  if (box !== closed) closed = undefined;
  if (figure) pinned.replaceChildren(figure.querySelector("svg")?.cloneNode(true) ?? "");
  if (next[0] === pair[0] && next[1] === pair[1]) return;
  pair = next;
  sight.disconnect();
  seen.clear();
  showPinned();
  for (const each of pair) sight.observe(each);
}
