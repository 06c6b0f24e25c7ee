/* Words within a paragraph, with what is bold, emphasised or a link. */

export function inlineMarkdown(nodes, { plain = false } = {}) {
  const runs = [];
  for (const node of nodes) collect(node, { bold: false, italic: false, href: "" }, runs);
  const merged = joined(plain ? runs.map((run) => ({ ...run, bold: false, italic: false })) : runs);
  const text = merged.map(marked).join("");
  return began(text.replace(/[ \t]*\n[ \t]*/g, "  \n").replace(/^(\s|\n)+|(\s|\n)+$/g, ""));
}

function collect(node, style, runs) {
  if (node.nodeType === 3) {
    const text = node.data.replace(/[\s\u00a0]+/g, " ").replace(/[\u200b\ufeff]/g, "");
    if (text) runs.push({ ...style, text });
    return;
  }
  if (node.nodeType !== 1) return;
  if (node.tagName === "BR") {
    // Google Docs ends what it copies with a break that nobody typed.
    if (node.className !== "Apple-interchange-newline") runs.push({ ...style, text: "\n" });
    return;
  }
  const inner = styled(node, style);
  for (const child of node.childNodes) collect(child, inner, runs);
}

function styled(node, { bold, italic, href }) {
  const said = node.dataset?.style || "";
  const heavy = /(?:^|;)\s*font-weight:\s*(\w+)/i.exec(said)?.[1];
  const leaning = /(?:^|;)\s*font-style:\s*(\w+)/i.exec(said)?.[1];
  if (/^(B|STRONG)$/.test(node.tagName)) bold = true;
  if (/^(I|EM|CITE)$/.test(node.tagName)) italic = true;
  if (heavy) bold = heavy === "bold" || heavy === "bolder" || Number(heavy) >= 600;
  if (leaning) italic = leaning === "italic" || leaning === "oblique";
  if (node.tagName === "A") href = address(node.getAttribute("href") || "");
  return { bold, italic, href };
}

function address(href) {
  const found = /^https?:\/\/www\.google\.com\/url\?(?:.*&)?q=([^&]+)/.exec(href);
  const plain = found ? decodeURIComponent(found[1]) : href.trim();
  if (!/^(https?:|mailto:|tel:|sms:|\/(?!\/))/i.test(plain)) return "";
  return plain.replace(/[\s<>]/g, encodeURIComponent).replace(/\(/g, "%28").replace(/\)/g, "%29");
}

/* Neighbours of the same kind become one; a space between two of a kind belongs to them. */
function joined(runs) {
  const out = [];
  for (const run of runs) {
    const last = out.at(-1);
    const same = last && last.href === run.href && last.bold === run.bold && last.italic === run.italic;
    if (same) last.text += run.text;
    else if (last && !run.text.trim() && !run.href) last.text += run.text;
    else out.push({ ...run });
  }
  return out;
}

/* Marks cling to words: spaces, breaks and what follows the words before stay outside of them. */
function marked({ text, bold, italic, href }) {
  const shape = bold || italic ? /^([\s,.;:!?)\]]*)([^]*?)(\s*)$/ : /^(\s*)([^]*?)(\s*)$/;
  const [, lead, inner, tail] = shape.exec(text.replace(/ {2,}/g, " "));
  if (!inner) return lead + tail;
  const mark = `${bold ? "**" : ""}${italic ? "*" : ""}`;
  // A mark does not reach across a line break.
  const words = inner.split("\n").map((line) => around(escaped(line), mark)).join("\n");
  return lead + (href ? `[${words}](${href})` : words) + tail;
}

function around(line, mark) {
  const inner = line.trim();
  return inner && mark ? mark + inner + [...mark].reverse().join("") : line;
}

/* Signs that Markdown would take for its own. */
function escaped(text) {
  return text
    .replace(/[\\`*]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/\[(?=[^\]]*\]\()|\[(?=[^\]]*\]\[)/g, "\\[")
    .replace(/<(?=[a-z/!?])/gi, "&lt;")
    .replace(/&(?=#?\w+;)/g, (sign, place, all) => (all.slice(place, place + 4) === "&lt;" ? sign : "&amp;"));
}

function began(text) {
  return text.replace(/^(#{1,6}(?=\s)|>|[-+](?=\s)|=+$|-{3,}$)/gm, "\\$1").replace(/^(\d+)([.)])(?=\s)/gm, "$1\\$2");
}
