/* On every page of the desk: words left in this browser go to the site, and signing out waits for them. */

import { bringHome } from "./found.js";
import { drop, recordsOf } from "./local.js";
import { signingOut } from "./signout.js";

const place = document.getElementById("found-here");
if (place) {
  const { user } = place.dataset;
  const writer = document.querySelector("form.writer");
  const own = writer?.elements.copy.value; // the page keeps these itself
  if (writer) dropShown(writer.elements, user);
  bringHome(place, user, own);
  const out = document.querySelector("form.out");
  if (out) signingOut(out, place, user, own);
}

/* A save that did not come about shows again what was sent: nothing of it is left in this browser alone. */
function dropShown(elements, user) {
  const plain = (text) => (text || "").replace(/\r\n/g, "\n");
  for (const { key, fields } of recordsOf(user)) {
    const sent = Object.fromEntries(fields);
    const same = ["title", "description", "body"].every((name) => plain(sent[name]) === plain(elements[name]?.value));
    if (key === elements.continues.value && same) drop(key);
  }
}
