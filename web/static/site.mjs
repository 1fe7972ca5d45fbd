// What every page does besides its cells.
import { copied } from "./cell/clipboard.mjs";
import { report } from "./cell/failure.mjs";
import { html } from "./cell/html.mjs";
import { words } from "./cell/words.mjs";

function addCopyButton(block) {
  const button = html(`<button type="button" class="copy">${words.copy}</button>`);
  button.onclick = async () => {
    button.textContent = await copied(block.querySelector("code").textContent.replace(/\n$/, ""));
    setTimeout(() => (button.textContent = words.copy), 2000);
  };
  block.append(button);
}

const TELLS = ".number, .katex, [data-checked] .claim, [data-fails], [data-unchecked]";

/** A tap on a number or formula shows its origin, and what it was; the next takes that away. */
function showOrigin({ target }) {
  const place = target.closest?.(TELLS);
  if (!place) return;
  if (place.nextElementSibling?.matches(".origin")) return place.nextElementSibling.remove();
  const parts = place.matches(".katex") ? place.querySelectorAll("[data-n]") : [place];
  const told = [...parts].map(({ dataset: { n, holds, quoted, changed } }) =>
    [n ?? holds ?? quoted, changed].filter(Boolean).join(", "),
  );
  if (told.length === 0) return;
  const origin = html('<span class="origin"></span>');
  origin.textContent = told.join("; ");
  place.after(origin);
}

/** Instant navigation keeps the header, so the new page brings the address of its twin. */
function leadToTwin(link) {
  const twin = `[data-twin-address][lang=${link.hreflang}]`;
  const brought = /** @type {HTMLElement | null} */ (document.querySelector(twin));
  if (brought) link.href = brought.dataset.twinAddress;
  const keepPlace = () => {
    link.hash = location.hash;
  };
  Object.assign(link, { onpointerdown: keepPlace, onfocus: keepPlace, onclick: keepPlace });
}

/** Letters alone are no commands, since whoever dictates would leave the page by a word. */
function onKey(event) {
  import("./keyboard.mjs").catch(report); // with the first key; where it is lost, with the next
  const typed = event.target.matches("input, textarea");
  if (/^\S$/.test(event.key) && !typed) event.stopImmediatePropagation();
}

/** What is checked is shown on all pages as long as the reader wants. */
function offerChecked(box) {
  const show = () =>
    import("./checked.mjs").then(({ show }) => show(box.checked, showOrigin)).catch(report);
  box.checked = window.__md_get("checked") === true; // Material's
  box.onchange = () => {
    window.__md_set("checked", box.checked);
    show();
  };
  if (box.checked) show();
}

function invite(sentence) {
  const known = [sentence.lang, "en"];
  const first = navigator.languages.find((language) => known.includes(language.slice(0, 2)));
  sentence.hidden = !first?.startsWith(sentence.lang);
}

const withProgress = (act) => import("./progress.mjs").then(act).catch(report);

/** A page whose end has come into sight has been read. */
function watchEnd(/** @type {HTMLElement} */ place) {
  const watch = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    watch.disconnect();
    withProgress(({ read }) => read(place.dataset.progress));
  });
  watch.observe(place);
}

function forget(/** @type {HTMLElement} */ button) {
  const said = button.parentElement?.querySelector("[role=status]");
  withProgress(({ reset }) => reset()).then(() => said?.replaceChildren(words.forgotten));
}

/** GitHub Pages serves one page, in all languages, for all addresses that lead nowhere. */
const meant = (all) => [...all].find(({ lang }) => location.pathname.includes(`/${lang}/`));

const each = (selector, enhance) => document.querySelectorAll(selector).forEach(enhance);

// Material's: tells of the first page and each that instant navigation brings.
window.document$.subscribe(() => {
  each(".highlight:not(.run, .output):not(:has(> .copy))", addCopyButton);
  each("[data-twin]", leadToTwin);
  each(".sheet > a", (link) => (link.onclick = () => setTimeout(() => print())));
  each("#show-checked", offerChecked);
  each(".invitation", invite);
  each(".page-progress [data-progress]", watchEnd);
  each("[data-action=reset-progress]", (button) => (button.onclick = () => forget(button)));
  if (window.__md_get("__progress")) withProgress(({ show }) => show());
  each(".not-found", (section, _i, all) => (section.hidden = section !== (meant(all) ?? all[0])));
});
if ("built" in document.documentElement.dataset) import("./offline.mjs").catch(report); // not by `make serve`
const palette = /** @type {HTMLElement} */ (document.querySelector(".palette"));
palette.onclick = () => {
  const { dataset } = document.body;
  dataset.mdColorScheme = dataset.mdColorScheme === "slate" ? "default" : "slate";
  window.__md_set("__palette", { color: { scheme: dataset.mdColorScheme } }); // Material's
};
document.addEventListener("click", showOrigin);
window.addEventListener("keydown", onKey, true); // before Material hears of it
