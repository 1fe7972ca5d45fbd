// What scripts say: `extra.words.script` of the site's configuration, where {} takes a value.
const { dataset } = /** @type {HTMLElement} */ (document.querySelector("#script-words"));
const filled = (text) => (text.includes("{}") ? (value = "") => text.replace("{}", value) : text);

export const language = document.documentElement.lang;
/** @type {Record<string, any>} */
export const words = Object.fromEntries(
  Object.entries(JSON.parse(dataset.words ?? "")).map(([key, text]) => [key, filled(text)]),
);
