/* Words left in this browser by an earlier page go to the site, and are offered. */

import { h } from "./dom.js";
import { drop, recordsOf } from "./local.js";

export async function bringHome(place, user, except) {
  const records = recordsOf(user, except);
  if (!records.length) return;
  const who = await fetch(records[0].url, { headers: { "X-Desk": "background" } })
    .then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
  if (who?.user !== user) return;
  for (const record of records) {
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
