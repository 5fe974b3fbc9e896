// Keeps the client itself on the device, so that a page opens without a network. Never keeps an answer of a service:
// those that may be kept are in IndexedDB (src/offline/kept.ts), by person, and go at sign-out.
const files = __SHELL__;
const cacheName = `krans-${hash(files.join())}`;

function hash(text) {
  let value = 0;
  for (const character of text) value = (Math.imul(value, 31) + character.codePointAt(0)) | 0;
  return (value >>> 0).toString(36);
}

async function openPage(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match('/')) ?? Response.error();
  }
}

addEventListener('install', (event) => {
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(files)).then(() => skipWaiting()));
});

addEventListener('activate', (event) => {
  const old = (names) => names.filter((name) => name !== cacheName);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => clients.claim()));
});

// A page that was opening when the worker began was not there to be claimed, and asks.
addEventListener('message', (event) => event.waitUntil(clients.claim()));

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (/^\/(api|session|openapi|health|metrics|files)\b/.test(url.pathname)) return;
  if (request.mode === 'navigate') event.respondWith(openPage(request));
  else if (files.includes(url.pathname)) event.respondWith(caches.match(url.pathname).then((kept) => kept ?? fetch(request)));
});
