// Which page it is whose cells are shown: the one of the address, or in a frame another.

/** The address of that page. */
export const address = () =>
  new URL(document.querySelector("article")?.dataset.of ?? location.href);

/** The name of a lesson page, `02-one-query`, by the path of its address; "" for any other. */
export const nameOf = (/** @type {string} */ path) =>
  /\/(\d\d-[\w-]+)\/(?:index\.html)?$/.exec(path)?.[1] ?? "";
