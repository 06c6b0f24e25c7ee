// Says two minutes before the session ends that it will, and has the page save what was written.
// The server ends it with or without this script.
//
// For other scripts, on document: `desk:save` (save what is unsaved, now), `desk:signed-out`, and
// `desk:signed-in` when that was done in another tab; the forms here can then be sent off again.

const SOON = 120; // seconds
const OFTEN = 5000; // milliseconds between two looks at the clock

const dialog = document.querySelector("dialog.session-ends");
const part = (name) => dialog.querySelector(`.${name}`);
let ends = Date.now() + Number(dialog.dataset.left) * 1000;
let canStay = dialog.dataset.canStay === "yes";
let told = false;
let over = false;

const left = () => Math.round((ends - Date.now()) / 1000);

function take(said) {
  ends = Date.now() + said.left * 1000;
  canStay = said.can_stay;
  if (!said.token) return;
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = said.token;
}

// Another tab may have put the end off. When the server cannot be asked, the clock goes on by itself.
async function ask() {
  try {
    const response = await fetch(dialog.dataset.ask, { headers: { "X-Desk": "background" } });
    if (response.ok) take(await response.json());
  } catch { /* no network: nothing is known that was not known before */ }
}

function show() {
  part("soon").hidden = over || !canStay;
  part("last").hidden = over || canStay;
  part("over").hidden = !over;
  part("stay").hidden = over || !canStay;
  part("again").hidden = !over;
  part("close").hidden = canStay && !over;
  const minutes = Math.ceil(left() / 60);
  for (const span of dialog.querySelectorAll(".span")) span.textContent = minutes > 1 ? `${minutes} minutes` : "a minute";
  if (!dialog.open && !told) dialog.showModal();
  told = true;
}

async function look(comesBack) {
  if (comesBack !== true && (over || left() > SOON)) return;
  await ask();
  if (left() > SOON) {
    dialog.close();
    if (over) document.dispatchEvent(new CustomEvent("desk:signed-in"));
    told = over = false;
    return;
  }
  if (over) return;
  if (left() > 0) {
    if (!told) document.dispatchEvent(new CustomEvent("desk:save"));
    show();
    return;
  }
  over = true;
  told = false;
  document.dispatchEvent(new CustomEvent("desk:signed-out"));
  show();
}

dialog.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const response = await fetch(event.target.action, {
      method: "POST",
      headers: { "X-Desk-Wants": "json" },
      body: new URLSearchParams(new FormData(event.target)),
    });
    if (response.ok && !response.redirected) take(await response.json());
  } catch { /* the next look says so */ }
  dialog.close();
  told = false;
});
part("close").addEventListener("click", () => dialog.close());
setInterval(look, OFTEN);
// A laptop that was closed; somebody who has signed in again in another tab.
document.addEventListener("visibilitychange", () => document.hidden || look(true));
