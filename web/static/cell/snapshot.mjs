// Python as it is before NumPy, kept from one visit to the next, so that the next start is short.
// Where it is not kept, or no longer fits, Python starts as the first time.

const STATIC = new URL("../", import.meta.url);
const SCOPE = new URL("../", STATIC).pathname;
/** Where service-worker.js keeps what was visited of this release, and forgets it with the rest. */
const VISITED = `${SCOPE} visited?${STATIC.pathname.split("/").at(-2)}`;
const ADDRESS = new URL("../lib/pyodide/snapshot", STATIC).href;

const through = (stream, body) => new Response(body.pipeThrough(stream));

/** What the device has of it, if anything. @returns {Promise<Response | undefined>} */
export async function find() {
  try {
    return await caches.match(ADDRESS, { cacheName: VISITED });
  } catch (error) {
    console.warn(error); // storage is refused, as in some private windows
  }
}

export const unpacked = (/** @type {Response} */ kept) =>
  through(new DecompressionStream("gzip"), kept.body).arrayBuffer();

/** Keeps it, a fifth as large. */
export async function keep(/** @type {Uint8Array<ArrayBuffer>} */ snapshot) {
  try {
    const packed = through(new CompressionStream("gzip"), new Blob([snapshot]).stream());
    const cache = await caches.open(VISITED);
    await cache.put(ADDRESS, new Response(await packed.blob()));
  } catch (error) {
    console.warn(error); // the disk is full, or storage is refused
  }
}

/** Python could not start from it. */
export async function forget(error) {
  console.warn(error);
  await (await caches.open(VISITED)).delete(ADDRESS);
}
