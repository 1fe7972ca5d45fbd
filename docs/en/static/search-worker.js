// The search, in the place of Material's, which knows no diacritics, phrases and glossary terms.
// lessonkit/search_index.py writes what is searched, which is read whole for each query.

const LETTER = "[\\p{L}\\p{N}]";
const WORD = /[\p{L}\p{N}_]+(?:\.[\p{L}\p{N}_]+)*/gu; // np.tril is one word, dot-product are two
const ASKING = /^what (?:is|are) (?:an? |the )?| (?:là gì|la gi)\W*$/g; // “softmax là gì?”
const WORTH = { term: 16, title: 8, anchor: 4, code: 4, page: 2, text: 1 }; // of a word
const IN_A_ROW = 3; // times as much, as the syllables of a Vietnamese word follow one another
const ASKED_FOR = 1000; // more for the glossary entry whose term was typed: it comes first
const TEASER = 200;

const { href } = self.location;
const INDEX = new URL(new URL(href).searchParams.get("index") ?? "", href);

let sections = [], loading;

const withoutMark = (letter) => (letter === "đ" ? "d" : letter.normalize("NFD")[0]);
/** Without case and diacritics, letter by letter, so that positions stay those of the text. */
const fold = (text) => text.toLowerCase().replace(/[^\0-\x7f]/g, withoutMark);

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
  const each = begun.map((word, i) => `(?<!${LETTER})${word}(?=(${rest[i]})(?!${LETTER}))`);
  const before = begun.map((word, i) => `(?<!${LETTER})${word}${rest[i]}[^\\p{L}\\p{N}]+`);
  const row = before.slice(0, -1).join("") + each.at(-1);
  const expression = (source) => new RegExp(source, "gu");
  return { each: each.map(expression), any: expression(each.join("|")), row: expression(row) };
}

function setUp(docs) {
  const titles = new Map(docs.map((doc) => [doc.location, doc.title]));
  const folded = (text) => ({ text: text.toLowerCase(), folded: fold(text) });
  sections = docs.map((doc) => {
    const [page, anchor = page] = doc.location.split("#");
    const names = [doc.title, ...(doc.names ?? [])];
    const isTerm = page === "glossary/" && page !== doc.location;
    const all = { anchor: [anchor], page: [titles.get(page)], text: [doc.text] };
    Object.assign(all, { [isTerm ? "term" : "title"]: names, code: [doc.code ?? ""] });
    const places = Object.entries(all).map(([place, texts]) => [place, texts.map(folded)]);
    // A page is about its title; exercises and the look ahead use what other sections teach.
    const place = doc.location === page ? 1.25 : /^(?:exercise-|next$)/.test(anchor) ? 0.5 : 1;
    const factor = (doc.boost ?? 1) * place;
    return { doc, page, places, factor, terms: isTerm ? names.map(inWords) : [] };
  });
}

/** What one word, or all in a row, are worth in a text: more where they are whole, as typed (who
 *  types no diacritics means any), and frequent. */
function worthIn({ text, folded }, { found, typed }) {
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

/** The sections that have all words, or where none has, any; best first. Rare words count more,
 *  and all in a row count as one more word. */
function find(typed, words, { each, row }) {
  const wanted = words.map((word, i) => ({ found: each[i], typed: word }));
  if (words.length > 1) wanted.push({ found: row, typed });
  const rows = sections.map((section) => wanted.map((one) => worth(section, one)));
  const rarities = wanted.map((_, i) =>
    Math.log(1 + rows.length / (1 + rows.filter((worths) => worths[i]).length)),
  );
  const term = inWords(typed);
  const hits = sections.map((section, number) => {
    const worths = rows[number];
    const missing = words.filter((_, i) => !worths[i]);
    const inARow = words.length > 1 && worths.at(-1) ? IN_A_ROW : 1;
    const sum = worths.reduce((sum, value, i) => sum + value * rarities[i], 0);
    const asked = section.terms.includes(term) ? ASKED_FOR : 0;
    return { section, missing, score: inARow * sum + asked };
  });
  const whole = hits.filter(({ missing }) => !missing.length);
  const kept = whole.length ? whole : hits;
  return kept.filter(({ score }) => score).sort((a, b) => b.score - a.score);
}

function mark(text, found) {
  let html = "", end = 0;
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
  const start = at < TEASER / 2 ? 0 : text.indexOf(" ", at - TEASER / 2) + 1;
  const end = text.length <= start + TEASER ? text.length : text.lastIndexOf(" ", start + TEASER);
  const marked = mark(text.slice(start, end), any);
  return `${start ? "… " : ""}${marked}${end < text.length ? " …" : ""}`;
}

/** A hit as Material's script shows it. It also has the terms marked on the page of the hit. */
function shown({ section: { doc }, missing, score }, { any, row }) {
  const written = `${doc.title} ${doc.text}`.toLowerCase();
  const matches = [...fold(written).matchAll(any)];
  const found = matches.map(({ index, 0: word }) => written.slice(index, index + word.length));
  const matching = (name) => fold(name).search(any) >= 0;
  const names = found.length ? [] : doc.code?.split(" ").filter(matching) ?? [];
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

/** What was found, as a list of pages, each a list of sections with the page itself among them. */
function search(query) {
  const typed = query.normalize("NFC").toLowerCase().trim().replace(ASKING, "");
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

/** Fetched with the first query, so that a page that nobody searches from does not pay for it. */
const loaded = () => (loading ??= fetch(INDEX).then((answer) => answer.json()).then(setUp));

// Material's script sends {type: 0} to set up and {type: 2} with a query. It gets {type: 1}, ready,
// and {type: 3} with what was found.
addEventListener("message", async ({ data: { type, data } }) => {
  if (type === 0) return postMessage({ type: 1 });
  if (data) await loaded(); // the first query is empty, and no reader's
  postMessage({ type: 3, data: { items: search(data) } });
});
