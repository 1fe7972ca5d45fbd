/** Jupyter's formulas are TeX, so the notebook's page alone renders them in the browser. */
export async function renderFormulas(notebook) {
  await import("../lib/katex/katex.min.js");
  await import("../lib/katex/auto-render.min.js");
  const delimiters = [{ left: "$$", right: "$$", display: true }, { left: "$", right: "$", display: false }];
  window.renderMathInElement(notebook, { delimiters, strict: "error" });
}
