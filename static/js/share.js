// Copy a link, share it, print. Links to sections work without this; here they are copied as well.
const toast = document.querySelector("[data-toast]");

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
      const text = copy.dataset.copyText ?? new URL(copy.dataset.copy, location.href).href;
      await navigator.clipboard.writeText(text);
      toast.textContent = copy.dataset.copied ?? toast.dataset.copied;
      setTimeout(() => { toast.textContent = ""; }, 4000);
    } catch { /* no clipboard: the address bar has the link */ }
  }
});
