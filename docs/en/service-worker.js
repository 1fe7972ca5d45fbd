// Answers from this device where the course is kept on it, or where the connection is lost. What is
// kept, static/offline.mjs brings; pages that were only visited are kept here, but for Python.

const SCOPE = new URL(self.registration.scope).pathname; // projects of one user share an origin
const VISITED = `${SCOPE} visited`;
const LOST =
  "There is no connection, and this page is not on this device.\n" +
  "Không có kết nối, và trang này chưa được lưu trên thiết bị.\n";

/** Which release is kept, and which one waits for the next visit. */
async function state() {
  const cache = await caches.open(`${SCOPE} state`);
  return (await cache.match(SCOPE))?.json() ?? {};
}

/** A release is taken where no page of the old one is open, so that none mixes the two. */
async function takeNext({ resultingClientId, replacesClientId, clientId }) {
  const { kept, next } = await state();
  if (!next || !(await caches.has(next))) return;
  const here = [resultingClientId, replacesClientId, clientId];
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (open.some(({ id }) => !here.includes(id))) return;
  const cache = await caches.open(`${SCOPE} state`);
  await cache.put(SCOPE, new Response(JSON.stringify({ kept: next })));
  await caches.delete(kept);
}

const fileOf = (pathname) => (pathname.endsWith("/") ? `${pathname}index.html` : pathname);
const isSmall = (pathname) => !/\/lib\/pyodide\/|\/files\.json$/.test(pathname);

async function find(name, file) {
  return name && (await caches.has(name)) ? (await caches.open(name)).match(file) : undefined;
}

async function answer(event, { pathname }) {
  const { request } = event;
  if (request.mode === "navigate") await takeNext(event);
  const { kept } = await state();
  const file = fileOf(pathname);
  const mine = await find(kept, file);
  if (mine) return mine;
  try {
    const response = await fetch(request);
    if (response.ok && isSmall(pathname)) event.waitUntil(remember(file, response.clone()));
    return response;
  } catch (error) {
    const visited = await find(VISITED, file);
    if (visited) return visited;
    if (request.mode !== "navigate") throw error;
    const plain = { "Content-Type": "text/plain; charset=utf-8" };
    return (await find(kept, `${SCOPE}404.html`)) ?? new Response(LOST, { headers: plain });
  }
}

/** A full disk is no reason to fail. */
async function remember(file, response) {
  const cache = await caches.open(VISITED);
  await cache.put(file, response).catch(() => {});
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const ours = url.href.startsWith(self.registration.scope) && event.request.method === "GET";
  if (ours && !url.searchParams.has("release")) event.respondWith(answer(event, url));
});

// The first page came before this worker; it tells what it has loaded.
self.addEventListener("message", (event) => {
  const paths = event.data.map((address) => new URL(address)).filter(
    ({ href, pathname }) => href.startsWith(self.registration.scope) && isSmall(pathname),
  );
  const remembered = paths.map(async ({ href, pathname }) =>
    remember(fileOf(pathname), await fetch(href, { cache: "force-cache" })));
  event.waitUntil(Promise.allSettled(remembered));
});

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
