// Light, dark, or like the device. Only a choice that differs from the device is remembered, on the device.
(() => {
  const root = document.documentElement;
  const saved = () => {
    try { return localStorage.getItem("theme"); } catch { return null; }
  };
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  apply(saved());

  const show = () => {
    for (const box of document.querySelectorAll("[data-theme-switch]")) {
      box.hidden = false;
      const input = box.querySelector(`[value="${root.dataset.theme ?? "auto"}"]`);
      if (input) input.checked = true;
    }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
  else show();

  document.addEventListener("change", ({ target }) => {
    if (target.name !== "theme") return;
    apply(target.value);
    try {
      if (target.value === "auto") localStorage.removeItem("theme");
      else localStorage.setItem("theme", target.value);
    } catch { /* a private window: the choice holds for this page */ }
  });
})();
