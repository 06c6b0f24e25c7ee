/* Words that the site does not have yet, in this browser, by the key of the page they were typed on. */

const MINE = "writing:";

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

export function all() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(MINE)).map((name) => {
      try { return { ...JSON.parse(localStorage.getItem(name)), key: name.slice(MINE.length) }; } catch { return null; }
    }).filter(Boolean);
  } catch {
    return [];
  }
}

export function forget() {
  all().forEach(({ key }) => drop(key));
}
