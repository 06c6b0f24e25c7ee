/* On every page of the desk: words left in this browser go to the site, and signing out waits for them. */

import { bringHome } from "./found.js";
import { signingOut } from "./signout.js";

const place = document.getElementById("found-here");
if (place) {
  const { user } = place.dataset;
  const own = document.querySelector("form.writer")?.elements.copy.value; // the page keeps these itself
  bringHome(place, user, own);
  const out = document.querySelector("form.out");
  if (out) signingOut(out, place, user, own);
}
