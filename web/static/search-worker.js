// The search, in the place of Material's, which knows no diacritics, phrases and glossary terms.
// What each page loads is this alone; search.js and the index come with the first query.

const { href } = self.location;
const INDEX = new URL(new URL(href).searchParams.get("index") ?? "", href);

let loading;

async function load() {
  const docs = await (await fetch(INDEX)).json();
  /** @type {any} */ (self).importScripts("search.js"); // last, since it cannot be loaded twice
  setUp(docs);
}

/** Once; again with the next query where it has failed, which keep.mjs tells the reader. */
const loaded = () =>
  (loading ??= load().catch((error) => {
    loading = undefined;
    const channel = new BroadcastChannel("search");
    channel.postMessage("failed");
    channel.close();
    throw error;
  }));

// Material's script sends {type: 0} to set up and {type: 2} with a query. It gets {type: 1}, ready,
// and {type: 3} with what was found.
addEventListener("message", async ({ data: { type, data } }) => {
  if (type === 0) return postMessage({ type: 1 });
  if (data) await loaded(); // the first query is empty, and no reader's
  postMessage({ type: 3, data: { items: data ? search(data) : [] } });
});
