// The list follows the filters. htmx asks the server; but where the search file was saved with pages of this very
// content, the page answers by itself. Empty fields stay out of the address, and 'Clear all' shows when it has work.
const find = (selector) => document.querySelector(selector);
const form = () => find("[data-filters]");
const chosen = () => form().q.value !== "" || find("[data-filters] :checked") !== null;
const showClear = () => find("[data-clear]")?.toggleAttribute("hidden", !chosen());
let count; // what the line said before
const unreachable = () => {
  const line = find("#count");
  if (line.textContent !== form().dataset.unreachable) count = line.textContent;
  line.textContent = form().dataset.unreachable;
};

// The saved file and what reads it; undefined when there is none for this content.
let saved;
async function load() {
  const { saved: address, search, version } = form().dataset;
  if (saved?.file.version === version) return saved;
  saved = undefined;
  try {
    for (const cacheName of await caches.keys()) {
      const file = await (await caches.match(address, { cacheName, ignoreVary: true }))?.json();
      if (file?.version === version) saved = { file, ...await import(search) };
    }
  } catch { /* a browser that doesn't save, or what reads it is not there */ }
  return saved;
}

function show(asked) {
  const found = saved.answer(saved.file, asked);
  find("#results").innerHTML = found.results;
  find("#count").textContent = found.count;
  find("#chosen").textContent = found.chosen;
  for (const [language, address] of found.addresses) find(`#lang [lang=${language}]`).setAttribute("href", address);
  document.title = document.title.replace(/.*(?= · )/, () => found.title);
  return found;
}

// Set the controls to what the address asks, and answer that. What somebody types meanwhile stays.
async function restore() {
  const asked = () => new URLSearchParams(location.search);
  form().q.value = asked().get("q") ?? "";
  for (const box of form().querySelectorAll("[type=checkbox]")) box.checked = asked().getAll(box.name).includes(box.value);
  showClear();
  if (await load()) find(".intro").innerHTML = show(asked()).intro;
  else if (chosen()) unreachable();
}

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.parameters.q === "") delete detail.parameters.q;
});

document.addEventListener("htmx:confirm", async (event) => {
  event.preventDefault();
  if (!await load()) return event.detail.issueRequest(true);
  const asked = [...new FormData(form())].filter(([, value]) => value);
  show(new URLSearchParams(asked));
  const query = asked.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
  const address = new URL(form().action + (query && `?${query}`)).href;
  if (address === location.href) return;
  // With htmx's own mark: on the way back it turns to us, below.
  history.replaceState({ htmx: true }, "");
  history.pushState({ htmx: true }, "", address);
});

document.addEventListener("htmx:historyCacheMiss", async (event) => {
  event.preventDefault();
  if (await load()) return restore();
  event.detail.xhr.onerror = unreachable;
  event.detail.xhr.send();
});

document.addEventListener("htmx:sendError", unreachable);
// It is said before anybody types, and taken back.
addEventListener("offline", async () => { if (form() && !await load()) unreachable(); });
addEventListener("online", () => { if (count) find("#count").textContent = count; count = ""; });
for (const event of ["input", "change"]) document.addEventListener(event, showClear);

// Without a connection the plain page comes, whatever was asked.
if (form() && location.search && !("asked" in form().dataset)) restore();
