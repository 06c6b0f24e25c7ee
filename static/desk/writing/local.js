/* Words that the site does not have yet, in this browser, by the key of the page they were typed on. */

const MINE = "writing:";
const LEAVING = "leaving";

export function put(key, record) {
  try {
    localStorage.setItem(MINE + key, JSON.stringify(record));
    return true;
  } catch {
    return false; // full, or not allowed
  }
}

export function drop(key) {
  try { localStorage.removeItem(MINE + key); } catch { /* there is none */ }
}

function all() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(MINE)).map((name) => {
      try { return { ...JSON.parse(localStorage.getItem(name)), key: name.slice(MINE.length) }; } catch { return null; }
    }).filter(Boolean);
  } catch {
    return [];
  }
}

/* What somebody typed, but for the page with the key `except`, which looks after its own. */
export function recordsOf(user, except) {
  return all().filter((record) => record.user === user && record.key !== except);
}

/* Who signs out is known on the page before; what is erased, on the one after, once it has come about. */
export function leaves(user) {
  try { sessionStorage.setItem(LEAVING, user); } catch { /* then nothing is kept here either */ }
}

export function forgetWhoLeft() {
  try {
    recordsOf(sessionStorage.getItem(LEAVING)).forEach(({ key }) => drop(key));
    sessionStorage.removeItem(LEAVING);
  } catch { /* not allowed */ }
}
