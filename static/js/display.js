// Light or dark, and large. Only a choice that differs from the device is remembered, on the device.
(() => {
  const root = document.documentElement;
  const choices = { theme: ["light", "dark"], size: ["big"] };
  const saved = (name) => {
    try { return localStorage.getItem(name); } catch { return null; }
  };
  const apply = (name, value) => {
    if (choices[name].includes(value)) root.dataset[name] = value;
    else delete root.dataset[name];
  };
  for (const name in choices) apply(name, saved(name));

  const show = () => {
    for (const box of document.querySelectorAll("[data-display]")) {
      box.hidden = false;
      for (const input of box.querySelectorAll("input")) input.checked = input.value === (root.dataset[input.name] ?? "auto");
    }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
  else show();

  document.addEventListener("change", ({ target: { name, value, checked } }) => {
    if (!(name in choices)) return;
    apply(name, checked ? value : "auto");
    show();
    try {
      if (name in root.dataset) localStorage.setItem(name, value);
      else localStorage.removeItem(name);
    } catch { /* a private window: the choice holds for this page */ }
  });
})();
