// The list follows the filters. Empty fields stay out of the address, and 'Clear all' shows when it has work.
const form = document.querySelector("[data-filters]");
const clear = form.querySelector("[data-clear]");
const chosen = () => form.q.value !== "" || form.querySelector(":checked") !== null;

form.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.parameters.q === "") delete detail.parameters.q;
});
for (const event of ["input", "change"]) form.addEventListener(event, () => { clear.hidden = !chosen(); });
