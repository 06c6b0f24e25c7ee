// Passkeys: the browser asks the device, the server believes nothing it has not asked for itself.
// Without this script, or where the browser keeps none, the rest of the page signs in just as well.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const text = (buffer) => {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const known = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

// What the server sent, as the browser wants it.
function asked(options) {
  const ready = { ...options, challenge: bytes(options.challenge) };
  if (options.user) ready.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) ready.excludeCredentials = known(options.excludeCredentials);
  if (options.allowCredentials) ready.allowCredentials = known(options.allowCredentials);
  return ready;
}

// What the browser answered, as the server wants it.
function answered(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  const id = credential.id;
  return JSON.stringify({ id, rawId: id, type: credential.type, response, clientExtensionResults: {} });
}

async function post(form, address, more = {}) {
  const body = new FormData(form);
  for (const [name, value] of Object.entries(more)) body.set(name, value);
  const response = await fetch(address, { method: "POST", body: new URLSearchParams(body) });
  const isJson = (response.headers.get("Content-Type") || "").includes("json");
  if (!isJson) throw new Error("Please load this page again, and try once more.");
  const said = await response.json();
  if (!response.ok) throw new Error(said.said);
  return said;
}

async function use(form) {
  const options = asked(await post(form, form.dataset.ask));
  const make = "user" in options;
  const credential = await (make
    ? navigator.credentials.create({ publicKey: options })
    : navigator.credentials.get({ publicKey: options }));
  const { next } = await post(form, form.dataset.answer, { answer: answered(credential) });
  window.location.assign(next);
}

const WORDS = {
  NotAllowedError: "Nothing was used. Press the button to try again.",
  InvalidStateError: "This device is already set up for you.",
  TypeError: "The site could not be reached. Please try again.",
};

function ready(form) {
  const wrong = form.querySelector(".wrong");
  const button = form.querySelector("button");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    wrong.hidden = true;
    button.disabled = true;
    try {
      await use(form);
    } catch (problem) {
      wrong.textContent = WORDS[problem.name] || (problem.name === "Error" && problem.message) || "That did not work here. Please use one of the other ways.";
      wrong.hidden = false;
    }
    button.disabled = false;
  });
}

// On one's own machine: the desk at 127.0.0.1 is the same as at localhost, to all but passkeys.
function pointElsewhere(host) {
  const words = document.querySelector(".elsewhere");
  if (!words) return;
  const there = new URL(window.location.href);
  there.hostname = host;
  words.querySelector("a").href = there.href;
  words.hidden = false;
}

for (const form of document.querySelectorAll("form.passkey")) {
  const isHere = window.location.hostname === form.dataset.host;
  if (isHere && window.PublicKeyCredential && navigator.credentials) ready(form);
  else if (!isHere) pointElsewhere(form.dataset.host);
}

const print = document.querySelector("button.print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
