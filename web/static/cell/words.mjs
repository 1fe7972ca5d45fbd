// What the site's configuration tells scripts. What they say is `extra.words.script`, where {} takes
// a value.
const { dataset } = /** @type {HTMLElement} */ (document.querySelector("#script-words"));
const filled = (text) => (text.includes("{}") ? (value = "") => text.replace("{}", value) : text);

/** The names of the lesson's modules: `extra.modules`. */
export const modules = dataset.modules?.split(" ").filter(Boolean) ?? [];
export const language = document.documentElement.lang;
/** @type {Record<string, any>} */
export const words = Object.fromEntries(
  Object.entries(JSON.parse(dataset.words ?? "")).map(([key, text]) => [key, filled(text)]),
);
