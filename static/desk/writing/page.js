/* The writing page. Without any of this it is a form with a textarea and a preview button. */

import { settled } from "./dom.js";
import { keeping } from "./keep.js";
import { pasting } from "./paste.js";
import { preview } from "./preview.js";
import { count, tools } from "./tools.js";
import { when } from "./when.js";

const form = document.querySelector("form.writer");
if (form) {
  const area = form.elements.body;
  tools(form, area);
  pasting(form, area);
  count(form, area);
  area.addEventListener("input", settled(() => count(form, area), 300));
  when(form);
  keeping(form);
  preview(form, area);
  // Django's autocomplete makes its box anew after each choice, and leaves it without a name.
  new MutationObserver(() => {
    form.querySelector(".select2-search__field:not([aria-label])")?.setAttribute("aria-label", "Tags");
  }).observe(form.querySelector(".field-tags"), { childList: true, subtree: true });
}
