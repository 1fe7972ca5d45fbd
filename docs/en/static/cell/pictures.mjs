// Pictures follow: the page's own program draws them again, from the names as they are now.
import { words } from "./words.mjs";

/** The pictures as they were built, of the figures whose pictures have changed.
 *  @type {Map<HTMLElement, SVGElement>} */
const built = new Map();

/** The page's program, by the name that its figures share; "" where there is none. */
export function program() {
  const [, name = "index"] = /\/(\d\d-[\w-]+)\/$/.exec(location.pathname) ?? [];
  return document.querySelector(`figure[id^="${name}-"]`) ? name.replaceAll("-", "_") : "";
}

/** Shows what Python drew: all pictures by name, or an error of all; each may have its own. */
export function follow([drawn, error]) {
  const name = program().replaceAll("_", "-");
  for (const figure of document.querySelectorAll(`figure[id^="${name}-"]`)) {
    const [svg, why] = drawn?.[figure.id.slice(name.length + 1)] ?? [null, error];
    show(/** @type {HTMLElement} */ (figure), svg, why);
  }
}

function show(/** @type {HTMLElement} */ figure, svg, why) {
  figure.querySelector(".undrawn")?.remove();
  figure.toggleAttribute("data-stale", why !== null);
  const old = /** @type {SVGElement} */ (figure.querySelector("svg"));
  if (why !== null) {
    const line = { className: "undrawn", textContent: words.undrawn(why) };
    return old.after(Object.assign(document.createElement("p"), line));
  }
  const template = document.createElement("template");
  template.innerHTML = svg.trim();
  const now = /** @type {SVGElement} */ (template.content.firstElementChild);
  if (now.isEqualNode(old)) return;
  if (!built.has(figure)) built.set(figure, old);
  old.replaceWith(now);
}

/** Brings the pictures back with which the page was built. */
export function restore() {
  for (const line of document.querySelectorAll(".undrawn")) {
    line.parentElement?.removeAttribute("data-stale");
    line.remove();
  }
  built.forEach((svg, figure) => figure.querySelector("svg")?.replaceWith(svg));
  built.clear();
}

/** The figures that differ from the page as it was built. */
export const changed = () =>
  [...built].flatMap(([figure, svg]) =>
    figure.isConnected && !figure.querySelector("svg")?.isEqualNode(svg) ? [figure] : [],
  );
