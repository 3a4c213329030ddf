// A picture of the site's own as a PNG, for programs that do not take an SVG. Made on the device.
for (const box of document.querySelectorAll("[data-picture]")) box.hidden = false;

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-picture-of]");
  if (!button) return;
  const picture = new Image();
  picture.src = button.dataset.pictureOf;
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
  canvas.getContext("2d").drawImage(picture, 0, 0);
  const file = await new Promise((done) => { canvas.toBlob(done, "image/png"); });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = button.dataset.pictureOf.split("/").pop().replace(".svg", ".png");
  link.click();
  URL.revokeObjectURL(link.href);
});
