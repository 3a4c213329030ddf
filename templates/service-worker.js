// Keeps the pages that the visitor asked to keep, and answers with them where there is no connection.
//
// What is kept stands in one cache per language and version. Which of them counts is said in one small entry, written
// last: so a version is there as a whole or not at all. A newer one waits until the visitor wants it.
const STATE = "/offline/state";
const NOT_SAVED = { nl: "{% url "nl:not-saved" %}", en: "{% url "en:not-saved" %}" };
const PATIENCE = 2500; // milliseconds that a page may take when it is kept as well
const served = new Set(); // clients that got a kept page

const remember = async (all) => (await caches.open("state")).put(STATE, new Response(JSON.stringify(all)));
const nameOf = (language, version) => `${language} ${version}`;
const listOf = (language) => `/offline/${language}/files.json`;
const languageOf = (path) => (path.startsWith("/en/") ? "en" : "nl");

// What counts, by language: its version, since when, and a newer one that waits. What a browser dropped is not there.
const state = async () => {
  const all = await (await caches.match(STATE, { cacheName: "state" }))?.json() ?? {};
  for (const [language, { version }] of Object.entries(all)) {
    if (!await caches.has(nameOf(language, version))) delete all[language];
  }
  return all;
};

// Drop what does not count: older versions, and what broke off halfway.
const tidy = async () => {
  const named = Object.entries(await state()).flatMap(([language, { version, next }]) => [
    nameOf(language, version), next && nameOf(language, next.version),
  ]);
  for (const name of await caches.keys()) if (name !== "state" && !named.includes(name)) await caches.delete(name);
};

const get = async (address) => {
  const answer = await fetch(address, { cache: "no-cache" });
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status} ${address}`);
  return answer;
};

// A file that is what the list says it is: while a new version is put in place, a list and a file may differ.
const checked = async (address, hash) => {
  const answer = await get(address);
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", await answer.clone().arrayBuffer()));
  const found = [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (!found.startsWith(hash)) throw new Error(`changed: ${address}`);
  return answer;
};

// Fill the cache of a version.
const filled = async (language, { version, files, short }, fill) => {
  const cache = await caches.open(nameOf(language, version));
  await Promise.all(Object.entries(files).map(async ([address, hash]) => cache.put(address, await fill(address, hash))));
  await cache.put(listOf(language), new Response(JSON.stringify({ files, short })));
  return { version, on: new Date().toISOString() };
};

// All pages come in one file, which packs far better than each by itself. What is no page comes as it is.
const save = async ({ language }) => {
  if ((await state())[language]) return;
  const answer = await get(`/offline/${language}/pack.json`);
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "ETag"]) headers.delete(name);
  const pack = await answer.json();
  const made = await filled(language, pack, (address, hash) => {
    if (!(address in pack.texts)) return checked(address, hash);
    headers.set("Content-Type", address.endsWith("/") ? "text/html; charset=utf-8" : "application/json");
    return new Response(pack.texts[address], { headers });
  });
  await remember({ ...await state(), [language]: made });
};

// Look for a newer version of a language. Only what changed travels.
const renew = async (language) => {
  const { [language]: current, ...others } = await state();
  const list = await (await get(listOf(language))).json();
  if (list.version === (current.next ?? current).version) return;
  const old = await caches.open(nameOf(language, current.version));
  const had = (await (await old.match(listOf(language))).json()).files;
  const next = list.version === current.version ? undefined : await filled(language, list, async (address, hash) => (
    (had[address] === hash && await old.match(address, { ignoreVary: true })) || checked(address, hash)
  ));
  await remember({ ...others, [language]: { ...current, next } });
};

const look = async () => {
  let failed;
  for (const language of Object.keys(await state())) await renew(language).catch((error) => { failed = error; });
  if (failed) throw failed;
};

// Use what waits.
const use = async () => {
  self.skipWaiting();
  const all = Object.entries(await state()).map(([language, { next, ...current }]) => [language, next ?? current]);
  await remember(Object.fromEntries(all));
};

const remove = async () => {
  await caches.delete("state");
  await self.registration.unregister();
};

const TASKS = { save, look, use, remove };

// One task after the other, whichever page asks. All pages hear what came of it.
let queue = Promise.resolve();
const perform = async (task, data) => {
  let failed;
  try {
    await TASKS[task](data);
  } catch (error) {
    failed = error.name;
  }
  await tidy();
  for (const client of await self.clients.matchAll({ includeUncontrolled: true })) {
    client.postMessage({ task, failed, saved: await state() });
  }
};

self.addEventListener("message", (event) => {
  const { task } = event.data;
  const done = task === "tell" ? Promise.resolve() : queue = queue.then(() => perform(task, event.data));
  event.waitUntil(done.then(async () => {
    event.ports[0].postMessage({ saved: await state(), kept: served.has(event.source.id) });
  }));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// What is kept at an address, in the version that counts. What stands behind a question mark, pages see to themselves.
// Short links lead on.
const kept = async (path) => {
  for (const [language, { version }] of Object.entries(await state())) {
    const cache = await caches.open(nameOf(language, version));
    const found = await cache.match(path, { ignoreVary: true });
    if (found) return found;
    const { short } = await (await cache.match(listOf(language))).json();
    if (short[path]) return Response.redirect(short[path]);
  }
};

const late = () => new Promise((done) => { setTimeout(done, PATIENCE); });

// From the network, unless that is slow, ill or gone while the page is kept.
const fresh = async (event, saved) => {
  const network = fetch(event.request);
  network.catch(() => {}); // when it is too late to matter
  try {
    const answer = await Promise.race(saved ? [network, late()] : [network]);
    if (answer && !(saved && answer.status >= 500)) return answer;
  } catch { /* no connection */ }
};

const page = async (event, { pathname }) => {
  const saved = event.request.method === "GET" ? await kept(pathname) ?? await kept(`${pathname}/`) : undefined;
  const answer = await fresh(event, saved);
  if (answer) return answer;
  if (saved) served.add(event.resultingClientId);
  return saved ?? await kept(NOT_SAVED[languageOf(pathname)]) ?? await kept(NOT_SAVED.nl) ?? await kept(NOT_SAVED.en) ?? Response.error();
};

const part = async (event, { pathname }) => {
  const saved = await kept(pathname);
  return await fresh(event, saved) ?? saved ?? Response.error();
};

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== location.origin || url.pathname.startsWith("/offline/")) return;
  // The name of such a file holds its hash: what is kept is what it was.
  if (url.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(event.request, { ignoreVary: true }).then((found) => found ?? fetch(event.request)));
  } else if (event.request.mode === "navigate") {
    event.respondWith(page(event, url));
  } else if (event.request.method === "GET" && !url.search) {
    event.respondWith(part(event, url));
  }
});
