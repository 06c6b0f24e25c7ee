/* Signing out waits for the last words; it asks before any is lost. What then stays in this browser is
   erased by the page that says one is signed out (forget.js). */

import { h } from "./dom.js";
import { bringHome } from "./found.js";
import { leaves, recordsOf } from "./local.js";
import { wordsIn } from "./words.js";

const PATIENCE = 5000; // milliseconds until one is asked

export function signingOut(form, place, user, own) {
  const button = form.querySelector("button");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    const pages = []; // what is typed on this one says here when it has been sent, and what has not
    document.dispatchEvent(new CustomEvent("desk:save", { detail: pages }));
    const sent = Promise.all([bringHome(place, user, own), ...pages.map(({ done }) => done)]);
    await Promise.race([sent, new Promise((late) => { setTimeout(late, PATIENCE); })]);
    button.disabled = false;
    const left = [...pages.map((page) => page.left()), ...recordsOf(user, own).map(({ fields }) => fields)].filter(Boolean);
    if (left.length && !(await sure(left))) return;
    leaves(user);
    form.submit();
  });
}

/* Asks whether what is `left`, a list of fields for each text, may go. */
function sure(left) {
  return new Promise((answer) => {
    const box = h("dialog", { class: "asks", "aria-labelledby": "asks-title" },
      h("h2", { id: "asks-title" }, "Some of your words are not on the site yet"),
      h("ul", {}, ...left.map((fields) => h("li", {}, said(fields)))),
      h("p", {}, "The site did not take what you typed last. When you sign out, it also goes from this browser, so that nobody after you can read it."),
      h("p", { class: "doing" },
        h("button", { type: "button", class: "button main", autofocus: true, onclick: () => box.close() }, "Stay"),
        h("button", { type: "button", class: "button quiet danger", onclick: () => box.close("out") }, "Sign out anyway")));
    box.addEventListener("close", () => { box.remove(); answer(box.returnValue === "out"); });
    document.body.append(box);
    box.showModal();
  });
}

function said(fields) {
  const { title, body } = Object.fromEntries(fields);
  const words = wordsIn(body || "");
  return `“${title || "A text without a title"}”, ${words.toLocaleString("en")} ${words === 1 ? "word" : "words"}`;
}
