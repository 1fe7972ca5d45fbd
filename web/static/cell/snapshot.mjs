// Python as it is before NumPy, kept from one visit to the next, so that the next start is short.
// Where it is not kept, or no longer fits, Python starts as the first time.

const STATIC = new URL("../", import.meta.url);
const SCOPE = new URL("../", STATIC).pathname;
/** Where service-worker.js keeps what was visited of this release, and forgets it with the rest. */
const VISITED = `${SCOPE} visited?${STATIC.pathname.split("/").at(-2)}`;
const ADDRESS = `${SCOPE}lib/pyodide/snapshot`;

const through = (stream, body) => new Response(body.pipeThrough(stream));

/** What the device has of it, if anything. @returns {Promise<ArrayBuffer | undefined>} */
export async function find() {
  try {
    const { body } = (await caches.match(new URL(ADDRESS, STATIC), { cacheName: VISITED })) ?? {};
    return body && (await through(new DecompressionStream("gzip"), body).arrayBuffer());
  } catch (error) {
    console.warn(error); // storage is refused, as in some private windows
  }
}

/** Keeps it, a fifth as large. */
export async function keep(/** @type {Uint8Array<ArrayBuffer>} */ snapshot) {
  try {
    const packed = through(new CompressionStream("gzip"), new Blob([snapshot]).stream());
    const cache = await caches.open(VISITED);
    await cache.put(new URL(ADDRESS, STATIC), new Response(await packed.blob()));
  } catch (error) {
    console.warn(error); // the disk is full, or storage is refused
  }
}

/** Python could not start from it. */
export async function forget(error) {
  console.warn(error);
  await (await caches.open(VISITED)).delete(new URL(ADDRESS, STATIC));
}
