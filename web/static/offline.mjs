// Offers to keep the whole course on this device. keep.mjs does it, and comes with the first thing
// that a reader does, so that the first view has nothing to pay.

import { isLost, report } from "./cell/failure.mjs";
import { words } from "./cell/words.mjs";

const supported = "serviceWorker" in navigator && "caches" in window;
/** @type {Promise<typeof import("./keep.mjs")> | null} */
let keeper = null;

/** What the reader is told where keep.mjs itself has not come; the next press tries again. */
function fail(error) {
  keeper = null;
  const sentence = isLost(error) ? words.keepLost : words[report(error)];
  for (const status of document.querySelectorAll(".keep [role=status]"))
    status.textContent = sentence;
}

const show = () => keeper?.then(({ show, sayWhy }) => show().catch(sayWhy)).catch(fail);

function begin() {
  if (keeper || !supported) return;
  keeper = import("./keep.mjs");
  show();
}

/** A button where the page has a place for it, and at the end of the menu. */
function offer() {
  document.querySelector(".md-nav--primary:not(:has(.keep))")?.append(document.createElement("p"));
  for (const place of document.querySelectorAll("[data-keep], .md-nav--primary > p:empty")) {
    place.removeAttribute("data-keep");
    place.className = "keep";
    place.innerHTML = `<button type="button" data-action="keep-offline">${words.keep}</button>
      <span role="status"></span>`;
    const button = /** @type {HTMLButtonElement} */ (place.querySelector("button"));
    button.onclick = press;
    if (!supported) place.textContent = words.unsupported;
  }
  const model = /** @type {HTMLElement | null} */ (document.querySelector("[data-keep-model]"));
  if (model && supported)
    import("./keep-model.mjs").then(({ offer }) => offer(model)).catch(report);
  show();
}

function press() {
  begin();
  keeper?.then(({ press, sayWhy }) => press().catch(sayWhy)).catch(fail);
}

for (const sign of ["scroll", "pointerdown", "keydown"])
  window.addEventListener(sign, begin, { once: true });
window.document$.subscribe(offer);
if (navigator.serviceWorker?.controller) begin();
