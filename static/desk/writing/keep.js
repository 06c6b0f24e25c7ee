/* Writes down what is typed, on the site every few seconds, and in this browser while the site is away. */

import { h } from "./dom.js";
import { drop, put } from "./local.js";

const EVERY = 3000; // milliseconds from the first change to its being sent
const AGAIN = 5000; // after one that failed
const AGAIN_NOW = "with another token";
const UNDER_WAY = 20_000; // after a save that is on its way: by then it has come, or was stopped
const SMALL = 64_000; // bytes that a page which is going may still send
const AROUND = 150; // bytes around each field

const AWAY = "Not connected. Your words are kept in this browser.";
const OUT = "You are signed out. Your words are kept in this browser.";
const OTHER = "Somebody else is signed in here now. Your words are kept in this browser.";
const LONG = "This text is too long to be kept on the site. Cut some of it out into a second text.";
const NOWHERE = " This browser has no room for them: leave this page open, or copy them elsewhere.";

export function keeping(form) {
  const line = form.querySelector(".kept"), key = form.elements.copy.value;
  let kept = form.hasAttribute("data-unsaved") ? "" : held(form), turn = 0;
  let timer = 0, sending = null, typed = false, leaving = false, safe = true, sentOff = null;

  const dirty = () => held(form) !== kept;
  const say = (words, ...more) => { if (line.textContent !== words) line.replaceChildren(words, ...more); };
  const later = (wait) => { if (!timer) timer = setTimeout(() => { timer = 0; leaving = false; send(); }, wait); };
  const here = (words, ...more) => {
    safe = put(key, { user: form.dataset.user, url: form.dataset.keep, at: Date.now(), fields: fields(form, turn + 1) });
    say(safe ? words : words.replace(" Your words are kept in this browser.", "") + NOWHERE, ...more);
  };

  async function send(more = {}) {
    if (sending) return sending;
    if (!dirty()) return true;
    sending = attempt(more).finally(() => { sending = null; });
    const done = await sending;
    if (dirty()) later(done ? EVERY : AGAIN);
    return done;
  }

  async function attempt(more) {
    const now = held(form), background = typed ? {} : { "X-Desk": "background" };
    typed = false;
    turn += 1;
    const answer = await post(form, fields(form, turn), background, more);
    if (answer.status === 200) {
      kept = now;
      safe = true;
      newToken.tries = 0;
      if (!dirty()) drop(key);
      say(`Kept at ${answer.said.kept}.`);
      overtaken(form, answer.said.saved);
      return true;
    }
    if (leaving) return false;
    const why = answer.status === 403 ? await newToken(form) : answer.status;
    if (why === AGAIN_NOW) later(0);
    else if (why === 401) here(OUT, " ", signIn());
    else if (why === 409 || why === 403) here(OTHER);
    else if (why === 400 || why === 413) here(LONG);
    else here(AWAY);
    return false;
  }

  // What may be the last moment: first where nothing can fail, then to the site.
  function leave() {
    if (!dirty() || held(form) === sentOff) return;
    const all = fields(form, turn + 1);
    safe = put(key, { user: form.dataset.user, url: form.dataset.keep, at: Date.now(), fields: all });
    if (!leaving && weight(all) < SMALL) send({ keepalive: true });
  }

  const touched = () => {
    typed = true;
    if (leaving) leave();
    later(leaving ? UNDER_WAY : EVERY);
  };
  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  document.addEventListener("desk:save", ({ detail }) => {
    const done = send().then((sent) => sent && send()); // what was on its way may have been older
    detail?.push({ done, left: () => (dirty() ? fields(form, 0) : null) });
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
  window.addEventListener("pagehide", leave);
  window.addEventListener("online", () => send());
  window.addEventListener("beforeunload", (event) => { if (dirty() && !leaving && !safe) event.preventDefault(); });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget === "_blank") return;
    put(key, { user: form.dataset.user, url: form.dataset.keep, at: Date.now(), fields: fields(form, turn + 1) });
    leaving = true;
    sentOff = held(form);
    clearTimeout(timer);
    timer = 0;
  });
  window.addEventListener("pageshow", () => { leaving = false; sentOff = null; });
  if (dirty()) later(EVERY);
}

/* What the form holds, in the order of its fields; not the token, nor the page's own number. */
function fields(form, turn) {
  return [...[...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken"), ["turn", String(turn)]];
}

function weight(all) {
  return new Blob(all.flat()).size + all.length * AROUND;
}

function held(form) {
  return JSON.stringify(fields(form, 0));
}

async function post(form, all, headers, more) {
  const data = new FormData();
  all.forEach(([name, value]) => data.append(name, value));
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    const answer = await fetch(form.dataset.keep, { method: "POST", body: data, headers, redirect: "error", ...more });
    return { status: answer.status, said: answer.ok ? await answer.json() : null };
  } catch {
    return { status: 0 };
  }
}

/* Signing in elsewhere gives this browser another token; the page learns it. Answers AGAIN_NOW, or what is wrong. */
async function newToken(form) {
  try {
    const answer = await fetch(form.dataset.keep, { headers: { "X-Desk": "background" } });
    if (!answer.ok) return answer.status;
    const said = await answer.json();
    newToken.tries = (newToken.tries || 0) + 1;
    if (said.user !== form.dataset.user || newToken.tries > 5) return 409;
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => { input.value = said.token; });
    return AGAIN_NOW;
  } catch {
    return -1;
  }
}

function signIn() {
  return h("a", { href: `/admin/login/?next=${encodeURIComponent(location.pathname)}`, target: "_blank", rel: "noopener" }, "Sign in on a page of its own");
}

function overtaken(form, saved) {
  const shown = form.querySelector(".overtaken, .overtaken-now");
  if (!saved || shown) return;
  form.querySelector(".under").before(h("p", { class: "notice overtaken-now", role: "alert" },
    `${saved.by} saved this text on ${saved.at}. Go on writing: when you save, you will see both, and choose.`));
}
