/* The page as visitors will see it, beside the words, made by the site itself. */

import { follow } from "./scrolling.js";

const LEAST = 500; // milliseconds of quiet before it is asked for
const LONG = 100_000; // characters that keep the whole desk busy for a second: only when asked for
const WAITS = "This text is long, so the preview waits. Hide it and show it again to see what is new.";

export function preview(form, area) {
  const pane = form.querySelector(".preview-pane"), frame = pane.querySelector("iframe");
  const note = pane.querySelector("[role=status]"), button = form.querySelector("button.preview");
  let number = 0, timer = 0, asking = null, wait = LEAST, scroll = null;

  const shown = () => !pane.hidden;
  const soon = () => {
    clearTimeout(timer);
    if (shown() && area.value.length > LONG) note.textContent = WAITS;
    else if (shown()) timer = setTimeout(ask, wait);
  };

  async function ask() {
    const mine = ++number, began = performance.now();
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(button.formAction, {
        method: "POST", body: new FormData(form), headers: { "X-Desk": "background" }, redirect: "error", signal: asking.signal,
      });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== number) return;
      // A long text takes the site a while: it is asked less often.
      wait = Math.max(LEAST, 2 * (performance.now() - began));
      if (answer.ok) await show(page);
      note.textContent = answer.ok ? "" : page.querySelector("#content p")?.textContent || "The preview waits: the site does not answer.";
    } catch (problem) {
      if (problem.name !== "AbortError" && mine === number) note.textContent = "The preview waits for the connection.";
    }
  }

  async function show(page) {
    page.querySelectorAll("script, noscript").forEach((each) => each.remove());
    const there = frame.contentDocument;
    if (there?.querySelector("main")) {
      there.body.replaceWith(there.importNode(page.body, true));
    } else {
      const loaded = new Promise((done) => { frame.addEventListener("load", done, { once: true }); });
      frame.srcdoc = `<!doctype html>${page.documentElement.outerHTML}`;
      await loaded;
      stay(frame.contentDocument);
      scroll = follow(area, frame);
    }
    scroll?.renew();
  }

  const set = (on, act) => {
    pane.hidden = !on;
    form.classList.toggle("previewing", on);
    button.setAttribute("aria-expanded", String(on));
    button.textContent = on ? "Hide preview" : "Preview";
    if (on) act();
  };
  button.addEventListener("click", (event) => { event.preventDefault(); set(!shown(), ask); });
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  set(window.matchMedia("(min-width: 64rem)").matches, soon);
}

/* Links there lead nowhere: this is a picture of the page. Only those within it do what they say. */
function stay(page) {
  page.addEventListener("click", (event) => {
    const link = event.target.closest?.("a, button");
    if (!link) return;
    event.preventDefault();
    const place = link.getAttribute("href") || "";
    if (place.length > 1 && place.startsWith("#")) page.getElementById(place.slice(1))?.scrollIntoView();
  });
  page.addEventListener("submit", (event) => event.preventDefault());
}
