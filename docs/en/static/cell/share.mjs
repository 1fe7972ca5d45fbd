// A link carries changed numbers, and nothing else: ?numbers=2.5:0.9,2.7:-1 (cell, which, number).
import { changedNumbers, withNumbers } from "./literals.mjs";

/** @typedef {import("./view.mjs").Cell} Cell */

/** The address of this page with the numbers that the reader has changed. */
export function sharedAddress(/** @type {Cell[]} */ lesson) {
  const changes = lesson.flatMap(({ editor }, place) =>
    changedNumbers(editor.lesson, editor.text)?.map((pair) => `${place}.${pair.join(":")}`) ?? []);
  const address = new URL(location.href);
  address.hash = "";
  address.searchParams.delete("numbers");
  if (changes.length) address.searchParams.set("numbers", changes.join(","));
  return address.href;
}

/** Shows the numbers that the address brings, where each is a number and has a place. */
export function takeNumbers(/** @type {Cell[]} */ lesson) {
  const given = new URLSearchParams(location.search).get("numbers") ?? "";
  const changes = given.split(",").map((each) => /^(\d+)\.(\d+):(\S+)$/.exec(each)).filter(Boolean);
  for (const [place, { editor }] of lesson.entries()) {
    const own = changes.filter((change) => Number(change?.[1]) === place);
    if (own.length) {
      const pairs = own.map((change) => [Number(change?.[2]), change?.[3] ?? ""]);
      editor.show(withNumbers(editor.lesson, /** @type {[number, string][]} */ (pairs)));
    }
  }
}
