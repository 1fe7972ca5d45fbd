// What cells say. Each reader loads one language.

export const language = document.documentElement.lang;
/** @type {typeof import("./words.en.mjs").default} */
export const words = (await import(`./words.${language}.mjs`)).default;
