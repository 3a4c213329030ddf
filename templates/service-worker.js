// Keeps the pages that the visitor asked to keep, and answers with them where there is no connection.
//
// What is kept stands in one cache per language and version. Which of them counts is said in one small entry, written
// last: so a version is there as a whole or not at all. A newer one waits until the visitor wants it.
const STATE = "/offline/state";
const NOT_SAVED = { nl: "{% url "nl:not-saved" %}", en: "{% url "en:not-saved" %}" };
const PATIENCE = 2500; // milliseconds that a page may take when it is kept as well
const served = new Set(); // clients that got a kept page

const state = async () => (await caches.match(STATE, { cacheName: "state" }))?.json() ?? {};
const remember = async (all) => (await caches.open("state")).put(STATE, new Response(JSON.stringify(all)));
const nameOf = (language, version) => `${language} ${version}`;
const listOf = (language) => `/offline/${language}/files.json`;
const languageOf = (path) => (path.startsWith("/en/") ? "en" : "nl");

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

// Fill the cache of a version, and drop it when that fails halfway.
const filled = async (language, version, files, fill) => {
  const name = nameOf(language, version);
  try {
    const cache = await caches.open(name);
    await Promise.all(Object.entries(files).map(async ([address, hash]) => cache.put(address, await fill(address, hash))));
    await cache.put(listOf(language), new Response(JSON.stringify(files)));
  } catch (error) {
    await caches.delete(name);
    throw error;
  }
  return { version, on: new Date().toISOString() };
};

// All pages come in one file, which packs far better than each by itself. What is no page comes as it is.
const save = async ({ language }) => {
  const all = await state();
  if (all[language]) return;
  const pack = await get(`/offline/${language}/pack.json`);
  const headers = new Headers(pack.headers);
  for (const name of ["Content-Encoding", "Content-Length", "ETag"]) headers.delete(name);
  const { version, files, texts } = await pack.json();
  const made = await filled(language, version, files, (address, hash) => {
    if (!(address in texts)) return checked(address, hash);
    headers.set("Content-Type", address.endsWith("/") ? "text/html; charset=utf-8" : "application/json");
    return new Response(texts[address], { headers });
  });
  await remember({ ...(await state()), [language]: made });
};

// Look for a newer version of a language. Only what changed travels.
const renew = async (language) => {
  const { version, next } = (await state())[language];
  const { version: newest, files } = await (await get(listOf(language))).json();
  if (newest === (next ?? { version }).version) return;
  const old = await caches.open(nameOf(language, version));
  const had = await (await old.match(listOf(language))).json();
  const made = newest === version ? undefined : await filled(language, newest, files, async (address, hash) => (
    (had[address] === hash && await old.match(address, { ignoreVary: true })) || checked(address, hash)
  ));
  const all = await state();
  await remember({ ...all, [language]: { ...all[language], next: made } });
  if (next) await caches.delete(nameOf(language, next.version));
};

let looking; // one look at a time
const look = () => {
  looking ??= (async () => {
    for (const language of Object.keys(await state())) await renew(language);
  })().finally(() => { looking = undefined; });
  return looking;
};

// Use what waits.
const use = async () => {
  self.skipWaiting();
  const all = await state();
  for (const [language, { version, next }] of Object.entries(all)) {
    if (!next) continue;
    await remember({ ...(await state()), [language]: next });
    await caches.delete(nameOf(language, version));
  }
};

const remove = async () => {
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  await self.registration.unregister();
};

const TASKS = { save, look, use, remove, tell: async () => {} };

self.addEventListener("message", (event) => {
  const answer = async () => {
    let failed;
    try {
      await TASKS[event.data.task](event.data);
    } catch (error) {
      failed = error.name;
    }
    event.ports[0].postMessage({ failed, saved: await state(), kept: served.has(event.source.id) });
  };
  event.waitUntil(answer());
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// What is kept at an address, in the version that counts. What stands behind a question mark, pages see to themselves.
const kept = async (path) => {
  for (const [language, { version }] of Object.entries(await state())) {
    const found = await (await caches.open(nameOf(language, version))).match(path, { ignoreVary: true });
    if (found) return found;
  }
};

const page = async (event, { pathname }) => {
  const saved = event.request.method === "GET" ? await kept(pathname) : undefined;
  const network = fetch(event.request);
  const late = new Promise((done) => { if (saved) setTimeout(done, PATIENCE); });
  try {
    const answer = await Promise.race([network, late]);
    if (answer && !(saved && answer.status >= 500)) return answer;
  } catch { /* no connection */ }
  network.catch(() => {}); // too late to matter
  if (saved) served.add(event.resultingClientId);
  return saved ?? (await kept(NOT_SAVED[languageOf(pathname)])) ?? (await kept(NOT_SAVED.nl)) ?? (await kept(NOT_SAVED.en)) ?? Response.error();
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
    event.respondWith(fetch(event.request).catch(async (error) => {
      const saved = await kept(url.pathname);
      if (saved) return saved;
      throw error;
    }));
  }
});
