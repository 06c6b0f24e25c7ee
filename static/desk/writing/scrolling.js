/* The preview goes where the words go: heading beside heading, and evenly between them. */

import { h } from "./dom.js";

export function follow(area, frame) {
  let pairs = [[0, 0], [1, 1]], leading = null;

  const measure = () => {
    const words = headingsInWords(area), page = frame.contentDocument;
    const shown = [...page.querySelectorAll("article :is(h2, h3, h4, h5, h6)[id], main > .plane [id] h2")]
      .map((each) => each.getBoundingClientRect().top + page.defaultView.scrollY);
    const same = words.length === shown.length ? words.map((top, number) => [top, shown[number]]) : [];
    // The end of the words lies beside the end of the text, not beside the foot of the site.
    const foot = (page.querySelector("article") || page.body).getBoundingClientRect().bottom + page.defaultView.scrollY;
    const last = [area.scrollHeight - area.clientHeight, foot - frame.clientHeight].map((top) => Math.max(1, top));
    pairs = [[0, 0], ...same.filter((pair) => pair[0] < last[0] && pair[1] < last[1]), last];
  };

  const between = (value, from, to) => {
    const next = Math.max(1, pairs.findIndex((pair) => pair[from] > value));
    const [a, b] = [pairs[next - 1] || pairs[0], pairs[next] || pairs.at(-1)];
    const part = b[from] > a[from] ? (value - a[from]) / (b[from] - a[from]) : 0;
    return a[to] + Math.min(1, part) * (b[to] - a[to]);
  };

  // Who is scrolled by hand leads; the other's own scroll event must not answer.
  const lead = (who) => { if (!leading) { leading = who; requestAnimationFrame(() => requestAnimationFrame(() => { leading = null; })); } return leading === who; };
  const along = () => { if (lead("words")) frame.contentWindow.scrollTo(0, between(area.scrollTop, 0, 1)); };
  area.addEventListener("scroll", along, { passive: true });
  frame.contentWindow.addEventListener("scroll", () => {
    if (lead("page")) area.scrollTop = between(frame.contentWindow.scrollY, 1, 0);
  }, { passive: true });
  new ResizeObserver(measure).observe(area);
  // What was added at the foot of the words is on the page only now.
  return { renew: () => { measure(); if (area.scrollTop > 0) along(); } };
}

/* Where each heading stands in the words, measured on a copy of them that wraps the same way. */
function headingsInWords(area) {
  if (area.value.length > 200_000) return [];
  const mirror = h("div", { class: `${area.className} mirror`, "aria-hidden": "true" });
  mirror.style.width = `${area.clientWidth}px`;
  const marks = [];
  let fenced = false;
  for (const line of area.value.split("\n")) {
    if (line.startsWith("```")) fenced = !fenced;
    const row = h("div", {}, line || " ");
    if (!fenced && /^#{1,6}\s*\S/.test(line)) marks.push(row);
    mirror.append(row);
  }
  area.after(mirror);
  const tops = marks.map((row) => row.offsetTop);
  mirror.remove();
  return tops;
}
