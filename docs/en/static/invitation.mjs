// Shown where the browser asks for the sentence's language before English.

for (const sentence of document.querySelectorAll(".invitation")) {
  const known = [sentence.lang, "en"];
  const first = navigator.languages.find((language) => known.includes(language.slice(0, 2)));
  sentence.hidden = !first?.startsWith(sentence.lang);
}
