// Which pages have been read to their end and which exercises are solved: kept on this device, for
// all languages, and never sent. Loaded once there is something to keep or to show.
import { nameOf } from "./cell/view.mjs";

/** Material's way to the browser's storage: what is refused, full or broken gives null. */
const { __md_get: recall, __md_set: store } = /** @type {any} */ (window);
const KEY = "__progress";
const { dataset } = /** @type {HTMLElement} */ (document.querySelector("#script-words"));
/** How many exercises each page has, by its name. @type {Record<string, number>} */
const exercises = JSON.parse(dataset.exercises ?? "{}");

const here = () => nameOf(location.pathname);
const exercise = (name, number) => `${name}#exercise-${number}`;

/** Names of pages and of exercises. Whatever else is there counts as nothing. */
function kept() {
  const all = recall(KEY);
  return new Set(Array.isArray(all) ? all : []);
}

function keep(/** @type {string} */ name) {
  const all = kept();
  if (all.has(name)) return;
  store(KEY, [...all, name]);
  show();
}

/** The reader has come to the end of a page. */
export const read = keep;

/** A check says that its exercise is solved. */
export const solve = (/** @type {Element} */ check) =>
  keep(exercise(here(), checks().indexOf(check) + 1));

const checks = () => [...document.querySelectorAll(".run.check")];

export function reset() {
  store(KEY, []);
  show();
}

/** Of a page: how many exercises are solved, and whether it has been read. */
function count(all, name) {
  const numbers = Array.from({ length: exercises[name] ?? 0 }, (_, i) => i + 1);
  return [numbers.filter((number) => all.has(exercise(name, number))).length, all.has(name)];
}

/** A page's place in the menu; the room for it is always there. */
function inMenu(/** @type {HTMLAnchorElement} */ link) {
  const name = nameOf(link.pathname);
  if (link.hash || !(name in exercises) || link.querySelector("[data-menu]")) return;
  const place = document.createElement("span");
  place.dataset.menu = name;
  place.textContent = exercises[name] ? `0/${exercises[name]}` : "";
  link.append(place);
}

/** Shows what is kept wherever the page has a place for it. */
export function show() {
  const all = kept();
  for (const link of document.querySelectorAll(".md-nav--primary a.md-nav__link"))
    inMenu(/** @type {HTMLAnchorElement} */ (link));
  for (const each of document.querySelectorAll("[data-progress], [data-menu]")) {
    const place = /** @type {HTMLElement} */ (each);
    const [solved, isRead] = count(all, place.dataset.progress ?? place.dataset.menu);
    place.textContent = (place.textContent ?? "").replace(/\d+/, solved);
    place.toggleAttribute("data-read", isRead);
    place.toggleAttribute("data-begun", isRead || solved > 0);
  }
  checks().forEach((check, i) =>
    check.toggleAttribute("data-solved", all.has(exercise(here(), i + 1))),
  );
}
