/* A picture: one of those that are here, or a new one, without leaving the text. */

import { insertBlock } from "./area.js";
import { dialog, h, settled } from "./dom.js";

const MOST = 40 * 1024 * 1024;
const TOO_LARGE = "This picture is larger than 40 megabytes. Make it smaller, or choose another one.";

export function choosePicture(form, area, file = null) {
  const address = form.dataset.images;
  const grid = h("ul", { class: "pictures" });
  const field = h("input", { type: "search", id: "picture-search", autocomplete: "off" });
  const said = h("p", { class: "visually-hidden", role: "status" });
  const take = (picture) => { box.close(); insertBlock(area, picture.markdown); };
  const box = dialog("Picture", area,
    newPicture(form, address, take, file),
    h("label", { for: "picture-search" }, "Or one that is here"), field, said, grid);
  const search = async () => {
    const words = field.value.trim();
    const found = await fetch(`${address}?q=${encodeURIComponent(words)}`).then((one) => one.json())
      .then((answer) => answer.found).catch(() => []);
    grid.replaceChildren(...found.map((picture) => h("li", {},
      h("button", { type: "button", onclick: () => take(picture) },
        h("img", { src: picture.thumbnail, alt: picture.alt, loading: "lazy" }), h("small", {}, picture.name)))));
    said.textContent = found.length ? `${found.length} ${found.length === 1 ? "picture" : "pictures"} found` : "No picture found";
    if (!found.length) grid.append(h("li", {}, words ? "No picture is called that." : "There is no picture yet."));
  };
  field.addEventListener("input", settled(search, 200));
  search();
}

function newPicture(form, address, take, file) {
  const chosen = h("input", { type: "file", name: "file", id: "new-file", accept: "image/*" });
  const alt = h("input", { name: "alt", id: "new-alt", maxlength: 300 });
  const plain = h("input", { type: "checkbox", name: "decorative", id: "new-decorative" });
  const wrong = h("p", { class: "wrong", role: "alert", hidden: true });
  const send = h("button", { type: "submit", class: "main" }, "Add this picture");
  const upload = h("form", { class: "new-picture" },
    h("label", { for: "new-file" }, "A new picture"), chosen,
    h("label", { for: "new-alt" }, "What it shows, for readers who cannot see it"), alt,
    h("p", {}, plain, h("label", { for: "new-decorative" }, "Only decoration: it shows nothing that needs words, and screen readers pass over it")), wrong, send);
  if (file) { const holder = new DataTransfer(); holder.items.add(file); chosen.files = holder.files; }
  let kept = "";
  upload.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    send.disabled = true;
    wrong.hidden = true;
    const said = await sent(form, address, new FormData(upload), kept);
    send.disabled = false;
    kept = said.kept || kept;
    if (said.picture) take(said.picture);
    wrong.textContent = said.wrong || "";
    wrong.hidden = !said.wrong;
  });
  return upload;
}

async function sent(form, address, data, kept) {
  if ((data.get("file")?.size || 0) > MOST) return { wrong: TOO_LARGE };
  data.set("kept", kept);
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    const answer = await fetch(address, { method: "POST", body: data });
    const said = await answer.json();
    return { ...said, wrong: Object.values(said.errors || {}).flat().join(" ") };
  } catch {
    return { wrong: "The picture did not arrive. Check the connection, then try again. Your words are safe." };
  }
}
