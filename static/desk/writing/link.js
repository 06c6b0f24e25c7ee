/* A link to another page of the site, found by its title, or to an address that is typed. */

import { replace } from "./area.js";
import { dialog, h, settled } from "./dom.js";

export function chooseLink(form, area) {
  const { selectionStart: start, selectionEnd: end } = area;
  const chosen = area.value.slice(start, end);
  const list = h("ul", { class: "results" });
  const field = h("input", { type: "search", id: "link-search", autocomplete: "off", value: chosen.slice(0, 60) });
  const said = h("p", { class: "visually-hidden", role: "status" });
  const box = dialog("Link", area,
    h("label", { for: "link-search" }, "A page of yours, or an address"), field, said, list);
  const take = (title, url) => {
    box.close();
    replace(area, start, end, `[${chosen || title}](${url})`);
  };
  const search = async () => {
    const words = field.value.trim();
    const found = await ask(form.dataset.links, words);
    if (field.value.trim() !== words) return;
    const typed = addressIn(words);
    list.replaceChildren(...[...(typed ? [typed] : []), ...found].map((each) => h("li", {},
      h("button", { type: "button", onclick: () => take(each.title, each.url) },
        h("b", {}, each.title), " ", h("small", {}, each.what)))));
    said.textContent = found.length ? `${found.length} ${found.length === 1 ? "page" : "pages"} found` : "No page found";
    if (!list.children.length) list.append(h("li", {}, "Nothing has that in its title."));
  };
  field.addEventListener("input", settled(search, 200));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    list.querySelector("button")?.click();
  });
  field.select();
  search();
}

async function ask(address, words) {
  try {
    const answer = await fetch(`${address}?q=${encodeURIComponent(words)}`);
    return (await answer.json()).found;
  } catch {
    return [];
  }
}

function addressIn(words) {
  if (/^(https?:\/\/|mailto:|tel:|\/(?!\/))\S+$/i.test(words)) return { title: words, url: words, what: "this address" };
  if (/^[\w.-]+\.[a-z]{2,}(\/\S*)?$/i.test(words)) return { title: words, url: `https://${words}`, what: "this address" };
  return null;
}
