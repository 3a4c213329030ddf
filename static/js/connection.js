// Forms that need the server say so before anything is typed, and lose nothing when the connection goes.
const notice = document.querySelector("[data-no-connection]");
const show = () => { notice.hidden = navigator.onLine; };

for (const event of ["online", "offline"]) addEventListener(event, show);
show();
document.addEventListener("submit", (event) => {
  if (navigator.onLine || event.target.method !== "post") return;
  event.preventDefault();
  notice.focus();
});
