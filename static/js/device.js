// What the visitor lets this device keep: pages for when there is no connection, and the site as an app.
// Words stand on the page about this device, which is fetched when some are needed.
const language = document.documentElement.lang;
const about = document.querySelector("a[data-device]");
const toast = document.querySelector("[data-toast]");
const installed = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;

let page;
const words = async (name) => {
  page ??= about.pathname === location.pathname ? document : new DOMParser().parseFromString(
    await (await caches.match(about.href, { ignoreVary: true }) ?? await fetch(about.href)).text(), "text/html",
  );
  return document.importNode(page.querySelector(`template[data-words="${name}"]`).content, true);
};

// What went well shows on the page too, so its message may go. What failed stays until something else is done.
const say = async (name, seconds) => {
  const text = toast.dataset[name] ?? (await words(name)).textContent.trim();
  document.dispatchEvent(new CustomEvent("say", { detail: { text, seconds } }));
};

const date = (when) => new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date(when));

// One quiet bar below the header, and none on top of another.
const bar = async (name, when) => {
  const text = await words(name);
  const line = document.querySelector(".bar") ?? document.createElement("div");
  line.className = "bar";
  line.setAttribute("role", "status");
  document.querySelector(".site-header").after(line);
  for (const place of text.querySelectorAll("[data-on]")) place.textContent = date(when);
  line.replaceChildren(text);
};

// The service worker does what it is asked, and tells what is saved.
const ask = (worker, task, more = {}) => new Promise((done) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => { show(data); done(data); };
  worker.postMessage({ task, ...more }, [port2]);
});
const registered = () => navigator.serviceWorker.getRegistration();

const waits = ({ saved }) => Object.values(saved).some(({ next }) => next);

// Parts of pages say when they are to be seen.
const show = (told) => {
  const saved = Object.keys(told.saved);
  const now = [saved.length ? "saved" : "unsaved", ...saved];
  if (waits(told)) now.push("waiting");
  for (const part of document.querySelectorAll("[data-if]")) {
    const { if: state } = part.dataset;
    part.hidden = state[0] === "-" ? now.includes(state.slice(1)) : !now.includes(state);
  }
  for (const place of document.querySelectorAll("[data-saved-on]")) place.textContent = date(told.saved[place.dataset.savedOn]?.on ?? 0);
};

const save = async (wanted) => {
  document.querySelector(".bar")?.remove();
  say("saving");
  try {
    localStorage.removeItem("removed");
    await navigator.serviceWorker.register("/service-worker.js");
    navigator.storage?.persist?.();
    await ask((await navigator.serviceWorker.ready).active, "save", { language: wanted });
  } catch {
    say("failed");
  }
};

// Every page hears what came of a task, also when another page asked for it.
const hear = ({ data }) => {
  show(data);
  const { task, failed } = data;
  if (task === "save" && failed) say(failed === "QuotaExceededError" ? "no-room" : "failed");
  else if (task === "save") say("saved", 6);
  else if (task === "remove") say("removed", 6);
};

// For who comes back, until they say no. Who comes back has files of ours already: no need to count or keep anything.
const hint = () => {
  const [{ type }] = performance.getEntriesByType("navigation");
  const fromOutside = type === "navigate" && !document.referrer.startsWith(location.origin);
  const had = performance.getEntriesByType("resource").some((file) => file.transferSize === 0 && file.decodedBodySize > 0);
  if (fromOutside && had && about.pathname !== location.pathname && !localStorage.getItem("hint")) bar("hint");
};

const dismiss = () => {
  document.querySelector(".bar").remove();
  localStorage.setItem("hint", "no");
};

const start = async () => {
  navigator.serviceWorker.addEventListener("message", hear);
  const worker = (await registered())?.active;
  if (!worker) {
    show({ saved: {} });
    return installed && !localStorage.getItem("removed") ? save(language) : hint();
  }
  let told = await ask(worker, "tell");
  if (told.kept) return bar("offline", (told.saved[language] ?? Object.values(told.saved)[0]).on);
  if (!waits(told)) told = await ask(worker, "look");
  if (waits(told)) bar("update");
};

const use = async () => {
  const registration = await registered();
  for (const worker of [registration?.active, registration?.waiting]) if (worker) await ask(worker, "use");
  location.reload();
};

const remove = async () => {
  // An app would save by itself again.
  if (installed) localStorage.setItem("removed", "yes");
  const worker = (await registered())?.active;
  if (worker) await ask(worker, "remove");
  else show({ saved: {} });
};

const install = (button) => {
  offer.prompt(); // once
  button.hidden = true;
};

// A button that went leaves the focus to what stands around it.
const refocus = (place) => {
  if (document.activeElement !== document.body) return;
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
};

let offer; // what the browser offers to install
addEventListener("beforeinstallprompt", (event) => {
  offer = event;
  for (const button of document.querySelectorAll("[data-install]")) button.hidden = false;
});
addEventListener("appinstalled", () => save(language));

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-save-pages], [data-use], [data-remove], [data-install], [data-dismiss]");
  if (!button) return;
  const { savePages } = button.dataset;
  const around = button.closest("section")?.querySelector("h2") ?? (savePages ? about : document.querySelector("main"));
  if (savePages) await save(savePages);
  if ("use" in button.dataset) await use();
  if ("remove" in button.dataset) await remove();
  if ("install" in button.dataset) install(button);
  if ("dismiss" in button.dataset) dismiss();
  refocus(around);
});
addEventListener("online", () => { document.querySelector(".bar")?.remove(); });

// Without a link to its manifest the site is a copy in files, which can't be kept.
const unable = () => { for (const part of document.querySelectorAll("[data-unable]")) part.hidden = false; };
if ("serviceWorker" in navigator && document.querySelector("link[rel=manifest]")) start().catch(unable);
else unable();
