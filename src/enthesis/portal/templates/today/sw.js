/* The worker: keeps the app's own files, one set for each build, and answers with them. It keeps nothing else: the plan and the
   entries are in the page's database, and they pass through here unseen. Drawings were put into a cache by the page. */
const SHELL = "enthesis-today-shell-{{ build }}";
const FILES = {{ files|tojson }};
const PAGE = "{{ page }}";

self.addEventListener("install", (event) => event.waitUntil((async () => {
  const cache = await caches.open(SHELL);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })));
  await self.skipWaiting();
})()));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith("enthesis-today-shell-") && name !== SHELL) await caches.delete(name);
  }
  await self.clients.claim();
})()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(caches.match(PAGE).then((kept) => kept ?? fetch(request)));
  else if (request.cache !== "no-store") event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
});
