// Pictures follow: the page's own program draws them again, from the names as they are now.
import { html } from "./html.mjs";
import { address, nameOf } from "./view.mjs";
import { words } from "./words.mjs";

/** The pictures as they were built. @type {WeakMap<Element, Element>} */
const built = new WeakMap();
const name = () => nameOf(address().pathname) || "index";
const figures = () => [...document.querySelectorAll(`figure[id^="${name()}-"]`)];

/** The file that draws the page's pictures, without its ending; "" where there is none. */
export const program = () => (figures().length ? name().replaceAll("-", "_") : "");

/** Shows what Python drew, by name, or why it could not; without that, what was built. */
export function follow(seen = /** @type {any} */ (null)) {
  const [drawn, error] = seen ?? [null, null];
  for (const figure of figures()) {
    const old = /** @type {Element} */ (figure.querySelector("svg"));
    const first = built.get(figure) ?? old;
    built.set(figure, first);
    const [svg, why] = drawn?.[figure.id.slice(name().length + 1)] ?? [null, error];
    const undrawn = why === null ? first : old;
    const now = svg === null ? undrawn : html(svg.trim());
    const same = now.isEqualNode(first);
    figure.toggleAttribute("data-redrawn", !same);
    figure.toggleAttribute("data-stale", why !== null);
    figure.querySelector(".undrawn")?.remove();
    if (!now.isEqualNode(old)) old.replaceWith(same ? first : now);
    const note = html('<p class="undrawn"></p>');
    note.textContent = words.undrawn(why);
    if (why !== null) figure.append(note);
  }
}
