// Copy a link, share it, print. Links to sections work without this; here they are copied as well.
const toast = document.querySelector("[data-toast]");

// The short message at the foot of the page, for every module: `say` it with an event. Without seconds it stays.
let silence;
document.addEventListener("say", ({ detail: { text, seconds } }) => {
  toast.textContent = text;
  clearTimeout(silence);
  if (seconds) silence = setTimeout(() => { toast.textContent = ""; }, 1000 * seconds);
});

for (const box of document.querySelectorAll("[data-share]")) {
  box.hidden = false;
  if (navigator.share) for (const button of box.querySelectorAll("[data-share-link]")) button.hidden = false;
}

document.addEventListener("click", async ({ target }) => {
  const copy = target.closest("[data-copy], [data-copy-text]");
  const share = target.closest("[data-share-link]");
  const sheet = target.closest("[data-print]");
  if (sheet) {
    // One part of the page can be printed alone; the stylesheet knows which.
    document.documentElement.dataset.printing = sheet.dataset.print;
    print();
    delete document.documentElement.dataset.printing;
  }
  if (share) {
    try { await navigator.share({ title: document.title, url: share.dataset.shareLink }); } catch { /* called off */ }
  }
  if (copy) {
    try {
      await navigator.clipboard.writeText(copy.dataset.copyText ?? new URL(copy.dataset.copy, location.href).href);
      const text = copy.dataset.copied ?? toast.dataset.copied;
      document.dispatchEvent(new CustomEvent("say", { detail: { text, seconds: 4 } }));
    } catch { /* no clipboard: the address bar has the link */ }
  }
});
