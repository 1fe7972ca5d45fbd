// Material's script asks for the index of the search on every first page. Here that request waits until the reader turns
// to the search, so that a lesson's first view is lighter by a quarter. Loaded before Material's script.
{
  const { open, send } = XMLHttpRequest.prototype;
  const turnedToSearch = new Promise((resolve) => {
    const look = (event) => event.target.closest?.(".md-search, [for=__search]") && resolve();
    for (const event of ["focusin", "pointerdown", "pointerover"]) document.addEventListener(event, look);
    const asked = new URLSearchParams(location.search);
    if (asked.has("q") || asked.has("h")) resolve(); // a query in the address, or words to mark on the page
  });
  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    this.waits = String(address).endsWith("search/search_index.json");
    return open.call(this, method, address, ...rest);
  };
  XMLHttpRequest.prototype.send = function (...body) {
    if (this.waits) turnedToSearch.then(() => send.apply(this, body));
    else send.apply(this, body);
  };
}
