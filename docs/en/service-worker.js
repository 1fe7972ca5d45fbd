// Answers from this device where the course is kept on it, or where the connection is lost. What is
// kept, static/offline.mjs brings; what was only visited is kept here, but for Python.

const { scope } = self.registration; // projects of one user share an origin
const SCOPE = new URL(scope).pathname;
const VISITED = `${SCOPE} visited`;
const LOST =
  "There is no connection, and this page is not on this device.\n" +
  "Không có kết nối, và trang này chưa được lưu trên thiết bị.\n";
const STATE = `${SCOPE} state`;
const state = async () => (await caches.match(SCOPE, { cacheName: STATE }))?.json() ?? {};
const isVisited = (url) => !/\/lib\/pyodide\/|\/files\.json/.test(url);

/** A release is taken where no page of the old one is open, so that none mixes the two. */
async function takeNext({ resultingClientId, replacesClientId, clientId }) {
  const { kept, next } = await state();
  if (!next || !(await caches.has(next))) return;
  const here = [resultingClientId, replacesClientId, clientId];
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (open.some(({ id }) => !here.includes(id))) return;
  const cache = await caches.open(STATE);
  await cache.put(SCOPE, new Response(JSON.stringify({ kept: next })));
  await caches.delete(kept);
}

async function answer(event) {
  const { request } = event;
  const goes = request.mode === "navigate";
  if (goes) await takeNext(event);
  const { kept = "" } = await state();
  const find = (cacheName, what = request) =>
    caches.match(what, { cacheName, ignoreSearch: true, ignoreVary: true });
  const mine = await find(kept);
  if (mine) return mine;
  try {
    const response = await fetch(request);
    const copy = response.clone();
    const keep = async () => (await caches.open(VISITED)).put(request, copy);
    if (response.ok && isVisited(request.url)) event.waitUntil(keep().catch(() => {})); // disk full
    return response;
  } catch (error) {
    const seen = (await find(VISITED)) ?? (goes && (await find(kept, `${SCOPE}404.html`)));
    if (seen) return seen;
    if (!goes) throw error;
    return new Response(LOST, { headers: { "Content-Type": "text/plain; charset=utf-8" } });
  }
}

/** A worker that was loaded by its address obeys its answer alone, not its page. */
function ruled({ body, status }) {
  const policy = { "Content-Security-Policy": "default-src 'self' 'wasm-unsafe-eval'" };
  return new Response(body, { status, headers: { "Content-Type": "text/javascript", ...policy } });
}

self.addEventListener("fetch", (event) => {
  const { method, url, destination } = event.request;
  if (method !== "GET" || !url.startsWith(scope) || url.includes("?release=")) return;
  event.respondWith(destination === "worker" ? answer(event).then(ruled) : answer(event));
});

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
