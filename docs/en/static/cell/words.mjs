// What cells say. Each reader loads one language.

export const language = document.documentElement.lang.startsWith("vi") ? "vi" : "en";
/** @type {typeof import("./words.en.mjs").default} */
export const words = (await import(`./words.${language}.mjs`)).default;
