// The search itself, which search-worker.js loads with the first query. It reads the whole index,
// which lessonkit/search_index.py writes, for each query.

// Scripts that put no space between words: a word may begin and end beside any of their letters.
const UNSPACED = ["Han", "Hira", "Kana", "Thai", "Lao", "Khmr", "Mymr"]
  .map((script) => `\\p{sc=${script}}`)
  .join("");
const LETTER = `[^\\P{IDC}_·${UNSPACED}]`; // of all others, or a digit
const UNSPACED_FIRST = new RegExp(`^[${UNSPACED}]`, "u");
const WORD = /[\p{L}\p{N}_]+(?:\.[\p{L}\p{N}_]+)*/gu; // np.tril is one word, dot-product are two
const ASKING = /^what (?:is|are) (?:an? |the )?| (?:là gì|la gi|ở đâu|o dau)\W*$/g; // “softmax là gì?”
const WORTH = { term: 16, title: 8, anchor: 4, code: 4, page: 2, text: 1 }; // of a word
const IN_A_ROW = 3; // times as much, as the syllables of a Vietnamese word follow one another
const ASKED_FOR = 64; // times more where the name itself was typed: glossary, then where it is taught
const ENOUGH = 0.7; // of the words, by their rarity; “how” and “to” are not missed
const LONG = /^[\p{L}_.]{5,}$/u; // a word that may have a wrong letter; a number may not
const TEASER = 200;

let sections = [],
  vocabulary;

const withoutMark = (letter) => (letter === "đ" ? "d" : letter.normalize("NFD")[0]);
/** Without case and diacritics, letter by letter, so that positions stay those of the text. */
const fold = (text) => text.toLowerCase().replace(/[\x80-\u1fff]/g, withoutMark);

/** Beginnings of words are looked for, so the singular finds the plural too. */
const singular = (word) =>
  word.length > 3 ? word.replace(/ies$/, "y").replace(/([^s])s$/, "$1") : word;

const wordsIn = (text) => (text.toLowerCase().match(WORD) ?? []).map(singular);
const inWords = (text) => wordsIn(fold(text)).join(" ");
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const escapeHtml = (text) => text.replace(/[&<>]/g, (sign) => ENTITIES[sign]);

/** Expressions that find the words in a folded text: each, any, all in a row. What follows the
 *  beginning of a word is captured: the last word may be half typed, and `scale` finds `scaled`.
 *  A short word before the last is whole, as syllables are. */
function expressions(words) {
  const begun = words.map((word) => fold(word).replaceAll(".", "\\.").replace(/y$/, "(?:y|ies)"));
  const last = words.length - 1;
  const rest = words.map((word, i) => (word.length > 3 || i === last ? `${LETTER}*` : "s?"));
  const start = words.map((word) => (UNSPACED_FIRST.test(word) ? "" : `(?<!${LETTER})`));
  const each = begun.map((word, i) => `${start[i]}${word}(?=(${rest[i]})(?!${LETTER}))`);
  const before = begun.map((word, i) => `${start[i]}${word}${rest[i]}[^\\p{L}\\p{N}]+`);
  const row = before.slice(0, -1).join("") + each.at(-1);
  const expression = (source) => new RegExp(source, "gu");
  return { each: each.map(expression), any: expression(each.join("|")), row: expression(row) };
}

function setUp(docs) {
  const titles = new Map(docs.map((doc) => [doc.location, doc.title]));
  const folded = (text) => ({ text: text.toLowerCase(), folded: fold(text) });
  sections = docs.map((doc) => {
    const [page, anchor = page] = doc.location.split("#");
    const { title, names: given = [] } = doc;
    const names = [title, ...given];
    const isTerm = page === "glossary/" && page !== doc.location;
    const all = { anchor: [anchor], page: [titles.get(page)], text: [doc.text] };
    Object.assign(all, { [isTerm ? "term" : "title"]: names, code: [doc.code ?? ""] });
    const places = Object.entries(all).map(([place, texts]) => [place, texts.map(folded)]);
    // A page is about its title; exercises and the look ahead use what other sections teach.
    const ofSection = /^(?:exercise-|next$)/.test(anchor) ? 0.5 : 1;
    const factor = (doc.boost ?? 1) * (doc.location === page ? 1.25 : ofSection);
    const bonus = ASKED_FOR * WORTH[isTerm ? "term" : "title"] * factor;
    return { doc, page, places, factor, bonus, names: (isTerm ? names : given).map(inWords) };
  });
}

/** What one word, or all in a row, are worth in a text: more where they are whole, as typed (who
 *  types no diacritics means any), and frequent. */
function worthIn({ text, folded }, { found, typed, stem }) {
  if (!folded.includes(stem)) return 0; // which most texts are done with, and expressions are slow
  const withDiacritics = typed !== fold(typed);
  const qualities = [...folded.matchAll(found)].map((match) => {
    const whole = match[1] === "" || match[1] === "s" ? 1 : 0.5;
    return withDiacritics && !text.startsWith(typed, match.index) ? whole / 2 : whole;
  });
  return Math.max(0, ...qualities) * Math.log2(1 + qualities.length);
}

/** And in a section: more in a title, and still more where the title says little else. */
function worth(section, wanted) {
  const worths = section.places.map(([place, texts]) => {
    const share = ({ text }) => (1 + wanted.typed.length / text.length) / 2;
    const shares = texts.map((text) => (WORTH[place] < WORTH.title ? 1 : share(text)));
    return WORTH[place] * Math.max(...texts.map((text, i) => shares[i] * worthIn(text, wanted)));
  });
  return section.factor * worths.reduce((sum, value) => sum + value);
}

/** The sections that have enough of the words, or where none has, any; best first. Rare words count
 *  more, and all in a row count as one more word. */
function find(typed, words, { each, row }) {
  const stems = words.map((word) => fold(word).replace(/y$/, ""));
  const wanted = words.map((word, i) => ({ found: each[i], typed: word, stem: stems[i] }));
  if (words.length > 1) wanted.push({ found: row, typed, stem: stems.at(-1) });
  const rows = sections.map((section) => wanted.map((one) => worth(section, one)));
  const rarities = wanted.map((_, i) =>
    Math.log(1 + rows.length / (1 + rows.filter((worths) => worths[i]).length)),
  );
  const name = inWords(typed);
  const rarity = words.reduce((sum, _, i) => sum + rarities[i], 0);
  const hits = sections.map((section, number) => {
    const worths = rows[number];
    const missing = words.filter((_, i) => !worths[i]);
    const found = words.reduce((sum, _, i) => sum + (worths[i] && rarities[i]), 0) / rarity;
    const inARow = words.length > 1 && worths.at(-1) ? IN_A_ROW : 1;
    const sum = worths.reduce((sum, value, i) => sum + value * rarities[i], 0);
    const bonus = section.names.includes(name) ? section.bonus : 0;
    return { section, missing, found, score: inARow * sum * found + bonus };
  });
  const enough = ENOUGH * Math.max(...hits.map(({ found }) => found));
  const kept = hits.filter(({ found, score }) => score && found >= enough);
  return kept.sort((a, b) => b.score - a.score);
}

function mark(text, found) {
  let html = "",
    end = 0;
  for (const { index, 0: word } of fold(text).matchAll(found)) {
    html += escapeHtml(text.slice(end, index));
    end = index + word.length;
    html += `<mark>${escapeHtml(text.slice(index, end))}</mark>`;
  }
  return html + escapeHtml(text.slice(end));
}

/** The part of a text around what was found in it, the words in a row rather than one alone. */
function teaser(text, { any, row }) {
  const folded = fold(text);
  const [at] = [folded.search(row), folded.search(any), 0].filter((place) => place >= 0);
  const from = Math.max(0, at - TEASER / 2);
  const to = from + TEASER;
  const [first, last] = [text.indexOf(" ", from) + 1, text.lastIndexOf(" ", to)];
  const start = from && first && first <= at ? first : from; // a text may have no space there
  const whole = last > at ? last : to;
  const end = text.length <= to ? text.length : whole;
  const marked = mark(text.slice(start, end), any);
  return `${start ? "… " : ""}${marked}${end < text.length ? " …" : ""}`;
}

/** A hit as Material's script shows it. It also has the terms marked on the page of the hit. */
function shown({ section: { doc }, missing, score }, { any, row }) {
  const written = `${doc.title} ${doc.text}`.toLowerCase();
  const matches = [...fold(written).matchAll(any)];
  const found = matches.map(({ index, 0: word }) => written.slice(index, index + word.length));
  const matching = (name) => fold(name).search(any) >= 0;
  const names = found.length ? [] : (doc.code?.split(" ").filter(matching) ?? []);
  const code = names.map((name) => ` <code>${mark(name, any)}</code>`).join("");
  const terms = [...found.map((word) => [word, true]), ...missing.map((word) => [word, false])];
  return {
    ...doc,
    score,
    title: mark(doc.title, any),
    text: `<p>${teaser(doc.text, { any, row })}${code}</p>`,
    terms: Object.fromEntries(terms.filter(([word]) => word.length > 1)),
  };
}

/** Whether a letter is changed, missing, added, or two are swapped. */
function isNear(one, other) {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  const [a, b] = [one.slice(at), other.slice(at)];
  const isSwapped = a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
  return isSwapped || [a.slice(1), a].includes(b.slice(1)) || a.slice(1) === b;
}

/** A word, or the most frequent one that is near where no text has a word that begins so. */
function spelled(word) {
  const wrong = fold(word);
  if (!LONG.test(wrong)) return word;
  vocabulary ??= counted();
  const { any } = expressions([singular(word)]);
  const known = [...vocabulary.keys()];
  if (known.join(" ").search(any) >= 0) return word;
  const near = known.filter((other) => isNear(wrong, other));
  return near.sort((a, b) => vocabulary.get(b) - vocabulary.get(a))[0] ?? word;
}

/** Each word of all texts, folded, and how often it is there. */
function counted() {
  const count = new Map();
  for (const { folded } of sections.flatMap(({ places }) => places.flatMap(([, texts]) => texts)))
    for (const [word] of folded.matchAll(WORD)) count.set(word, 1 + (count.get(word) ?? 0));
  return count;
}

/** What is asked for, rightly spelled, without the words that only ask; “tại sao” is “vì sao”. */
const corrected = (query) =>
  query
    .normalize("NFC")
    .toLowerCase()
    .trim()
    .replace(ASKING, "")
    .replace(/t([aạ])i(?= sao)/g, (_, a) => (a === "a" ? "vi" : "vì"))
    .replace(WORD, spelled);

/** What was found, as a list of pages, each a list of sections with the page itself among them. */
function search(query) {
  const typed = corrected(query);
  const words = wordsIn(typed);
  if (!words.length) return [];
  const wanted = expressions(words);
  const pages = new Map();
  for (const hit of find(typed, words, wanted)) {
    const { page } = hit.section;
    pages.set(page, [...(pages.get(page) ?? []), shown(hit, wanted)]);
  }
  for (const [page, hits] of pages) {
    const { doc } = sections.find((section) => section.doc.location === page);
    if (hits.every(({ location }) => location !== page))
      hits.push({ ...doc, title: escapeHtml(doc.title), score: 0, terms: {} });
  }
  return [...pages.values()];
}
