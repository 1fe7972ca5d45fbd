// Tells what fails by itself, the line, from a fault of ours.

/** A file has not arrived, or not whole. */
export class LostLine extends Error {}

/** What a promise of the network gives; where it fails, the line is lost. */
export const overLine = (promise) =>
  promise.catch((cause) => {
    throw new LostLine(String(cause), { cause });
  });

/** So browsers say that a module has not arrived. */
const NO_MODULE = /dynamically imported module|Importing a module script failed/;

export const isLost = (error) => error instanceof LostLine || NO_MODULE.test(error?.message);

/** How that ends for which something has failed. A fault of ours reaches the console. */
export function report(error) {
  if (isLost(error)) return "lost";
  console.error(error);
  return "bug";
}
