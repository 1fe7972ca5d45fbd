// Zensical's script notes where the reader is while a page still loads, and goes back to there: away from the heading in
// the address, to which the browser has gone meanwhile. So nothing is noted before all is loaded. Loaded before that script.
{
  const { replaceState } = History.prototype;
  History.prototype.replaceState = function (...state) {
    if (document.readyState === "complete") replaceState.apply(this, state);
  };
}
