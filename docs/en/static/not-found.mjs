// GitHub Pages serves one page for all addresses that lead nowhere. English comes first, for
// addresses that name no language.

const sections = [...document.querySelectorAll(".not-found")];
const meant = sections.find(({ lang }) => location.pathname.includes(`/${lang}/`)) ?? sections[0];
for (const section of sections) section.hidden = section !== meant;
