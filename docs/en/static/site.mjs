// What every page does besides its cells.

/** Copies exactly the code that a block shows. Cells have a button of their own. */
function addCopyButton(block) {
  const { copy, copied, notCopied } = document.querySelector("#words").dataset;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = copy;
  button.addEventListener("click", async () => {
    const code = block.querySelector("code").textContent.replace(/\n$/, "");
    const done = await navigator.clipboard?.writeText(code).then(() => true, () => false); // without https there is none
    button.textContent = done ? copied : notCopied;
    setTimeout(() => (button.textContent = copy), 2000);
  });
  block.append(button);
}

/** A tap on a number shows its origin, and the next one takes it away. */
function showOrigin({ target }) {
  const number = target.closest?.(".number");
  if (!number) return;
  if (number.nextElementSibling?.matches(".origin")) return number.nextElementSibling.remove();
  const origin = document.createElement("span");
  origin.className = "origin";
  origin.textContent = number.dataset.n ?? number.dataset.quoted;
  number.after(origin);
}

/** The twin has the heading that the address names. Instant navigation keeps the header, and brings the twin's address. */
function leadToTwin(link) {
  const brought = document.querySelector(`[data-twin-address][lang=${link.hreflang}]`);
  if (brought) link.href = brought.dataset.twinAddress;
  link.onpointerdown = link.onfocus = link.onclick = () => { link.hash = location.hash; };
}

/** Letters alone are no commands, since whoever dictates would leave the page by a word. */
function onKey(event) {
  import("./keyboard.mjs"); // with the first key
  if (event.key === "Escape") each(".md-tooltip2--active", (tip) => tip.classList.remove("md-tooltip2--active"));
  else if (/^\S$/.test(event.key) && !event.target.matches("input, textarea")) event.stopImmediatePropagation();
}

/** By then the link has led to its target, which the style sheet looks for. */
const printSheet = (link) => (link.onclick = () => setTimeout(() => print()));

const each = (selector, enhance) => document.querySelectorAll(selector).forEach(enhance);

// Material's: tells of the first page and each that instant navigation brings.
window.document$.subscribe(() => {
  each(".highlight:not(.run, .output):not(:has(> .copy))", addCopyButton);
  each("[data-twin]", leadToTwin);
  each(".sheet > a", printSheet);
});
document.addEventListener("click", showOrigin);
window.addEventListener("keydown", onKey, true); // before Material hears of it
