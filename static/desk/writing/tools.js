/* The tools above the words, their shortcuts, and how many words there are. */

import { prefix, wrap } from "./area.js";
import { h } from "./dom.js";
import { chooseLink } from "./link.js";
import { choosePicture } from "./picture.js";
import { wordsIn } from "./words.js";

const WORDS_A_MINUTE = 220; // as practice/content/models.py counts
const FACE = "writing-face";
const command = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl+";

export function tools(form, area) {
  const bar = form.querySelector(".tools");
  const actions = [
    ["Bold", "b", () => wrap(area, "**")],
    ["Emphasis", "i", () => wrap(area, "*")],
    ["Link", "k", () => chooseLink(form, area)],
    ["Heading", "", () => prefix(area, () => "## ")],
    ["Quote", "", () => prefix(area, () => "> ")],
    ["List", "", () => prefix(area, () => "- ")],
    ["Numbers", "", (() => prefix(area, (number) => `${number + 1}. `))],
    ["Picture", "", () => choosePicture(form, area)],
  ];
  bar.append(...actions.map(([name, key, act]) => h("button", {
    type: "button", class: `tool ${name.toLowerCase()}`, onclick: act,
    title: key ? `${name} (${command}${key.toUpperCase()})` : name,
    "aria-keyshortcuts": key ? `Control+${key.toUpperCase()}` : null,
  }, name)));
  bar.append(h("span", { class: "space" }), face(area), full(form, area));
  bar.hidden = false;
  arrows(bar);
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    const found = actions.find(([, key]) => key === event.key.toLowerCase());
    if (!found) return;
    event.preventDefault();
    found[2]();
  });
}

/* One stop for the Tab key; the arrows go from tool to tool. */
function arrows(bar) {
  const all = [...bar.querySelectorAll("button")];
  all.forEach((button, number) => { button.tabIndex = number ? -1 : 0; });
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const here = all.indexOf(document.activeElement);
    if (!step || here < 0) return;
    event.preventDefault();
    const next = all[(here + step + all.length) % all.length];
    all.forEach((button) => { button.tabIndex = button === next ? 0 : -1; });
    next.focus();
  });
}

function face(area) {
  const button = h("button", { type: "button", class: "tool", "aria-pressed": "false" }, "Typewriter");
  const show = (name) => {
    area.classList.toggle("typewriter", name === "typewriter");
    button.setAttribute("aria-pressed", String(name === "typewriter"));
  };
  show(remembered());
  button.addEventListener("click", () => {
    const name = area.classList.contains("typewriter") ? "book" : "typewriter";
    show(name);
    try { localStorage.setItem(FACE, name); } catch { /* it holds for this page */ }
  });
  return button;
}

function remembered() {
  try { return localStorage.getItem(FACE) || "book"; } catch { return "book"; }
}

function full(form, area) {
  const button = h("button", { type: "button", class: "tool", "aria-pressed": "false" }, "Full screen");
  const set = (on) => {
    document.body.classList.toggle("writing-full", on);
    button.setAttribute("aria-pressed", String(on));
    area.focus();
  };
  button.addEventListener("click", () => set(!document.body.classList.contains("writing-full")));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("writing-full")) set(false);
  });
  return button;
}

export function count(form, area) {
  const words = wordsIn(area.value);
  const minutes = Math.max(1, Math.round(words / WORDS_A_MINUTE));
  form.querySelector(".count").textContent = !words ? "No words yet" :
    `${words.toLocaleString("en")} ${words === 1 ? "word" : "words"}, ${minutes} min to read`;
}
