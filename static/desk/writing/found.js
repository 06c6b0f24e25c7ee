/* Words left in this browser by an earlier page go to the site, and are offered. */

import { h } from "./dom.js";
import { all, drop } from "./local.js";

export async function bringHome(place, { keep, except = [] }) {
  const records = all().filter(({ key }) => !except.includes(key));
  if (!records.length) return;
  const who = await fetch(keep, { headers: { "X-Desk": "background" } })
    .then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
  if (!who) return;
  for (const record of records.filter(({ user }) => user === who.user)) {
    const said = await send(record, who.token);
    if (!said) continue;
    drop(record.key);
    if (!said.same) offer(place, said);
  }
}

async function send(record, token) {
  const data = new FormData();
  record.fields.forEach(([name, value]) => data.append(name, value));
  data.set("csrfmiddlewaretoken", token);
  try {
    const answer = await fetch(record.url, { method: "POST", body: data, headers: { "X-Desk": "background" } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function offer(place, said) {
  place.append(h("p", {}, `Words you had not saved were found in this browser: “${said.title}”. They are kept now. `,
    h("a", { href: said.url }, "Continue with them")));
  place.hidden = false;
}

const alone = document.querySelector("#found-here[data-keep]");
if (alone) bringHome(alone, { keep: alone.dataset.keep });
