/* HTML as word processors put it on the clipboard, as Markdown: headings, lists, quotes, links, bold,
   emphasis, line breaks and tables stay; all other formatting goes, and no word does. */

import { inlineMarkdown } from "./inline.js";

const BLOCK = "address,article,aside,blockquote,caption,center,dd,div,dl,dt,fieldset,figure,figcaption,footer,form,h1,h2,h3,h4,h5,h6,header,hr,li,main,nav,ol,p,pre,section,table,tbody,td,tfoot,th,thead,tr,ul";
const BLOCKS = new Set(BLOCK.toUpperCase().split(","));
const UNSEEN = "style,script,head,title,meta,link,template,xml,del,object,iframe,svg,[hidden],.MsoCommentReference,[data-style*='mso-hide:all'],[data-style*='display:none'],[data-style*='display: none']";
const FORMAT = "h1,h2,h3,h4,h5,h6,b,strong,i,em,a[href],li,blockquote,table,hr,[class*=MsoList],[class*=MsoQuote],[class*=MsoTitle],[data-style*='mso-list'],[data-style*='font-weight'],[data-style*='font-style']";

/* The page of what was pasted, inert. Its styles are only read: no sheet of theirs may be applied here. */
export function parsed(html) {
  const bare = html
    .replace(/<(style|script|xml|title)\b[^]*?<\/\1\s*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/i, " data-style="));
  return new DOMParser().parseFromString(bare, "text/html").body;
}

/* Whether there is anything that plain text would lose. */
export function isFormatted(body) {
  return body.querySelector(FORMAT) !== null || body.querySelectorAll("p,br").length > 1;
}

export function markdownFrom(body) {
  body.querySelectorAll(UNSEEN).forEach((each) => each.remove());
  const blocks = [];
  inside(body, blocks);
  return written(blocks);
}

/* Each block is { text, item }: items of one list stand on lines next to each other. */
function written(blocks) {
  let text = "";
  blocks.forEach((block, number) => {
    if (number) text += beside(blocks[number - 1], block) ? "\n" : "\n\n";
    text += block.text;
  });
  return text;
}

/* Whether two blocks stand in the same list: points and numbers are two. */
function beside(one, other) {
  return one.item && other.item && (one.depth !== other.depth || one.number === other.number);
}

function inside(parent, out) {
  let run = [];
  const flush = () => {
    const text = inlineMarkdown(run);
    if (text) out.push({ text });
    run = [];
  };
  for (const node of parent.childNodes) {
    if (isBlock(node)) { flush(); block(node, out); } else run.push(node);
  }
  flush();
}

// Also what wraps blocks without being one: Google Docs puts all it has into a <b>.
function isBlock(node) {
  return node.nodeType === 1 && (BLOCKS.has(node.tagName) || node.querySelector(BLOCK) !== null);
}

function block(node, out) {
  const level = headingLevel(node);
  const item = wordItem(node);
  if (level) push(out, inlineMarkdown(node.childNodes, { plain: true }), `${"#".repeat(level)} `);
  else if (item) listItem(out, item, inlineMarkdown(node.childNodes));
  else if (node.tagName === "UL" || node.tagName === "OL") list(node, out, 0);
  else if (node.tagName === "BLOCKQUOTE" || /Mso\w*Quote/.test(node.className)) quote(node, out);
  else if (node.tagName === "PRE") push(out, node.textContent.trimEnd().replace(/^/gm, "    "), "");
  else if (node.tagName === "TABLE") table(node, out);
  else if (node.tagName === "HR") out.push({ text: "---" });
  else inside(node, out);
}

function push(out, text, mark) {
  if (text.trim()) out.push({ text: mark + text });
}

function headingLevel(node) {
  if (/^H[1-6]$/.test(node.tagName)) return Number(node.tagName[1]);
  return /\bMsoTitle\b/.test(node.className) ? 1 : 0;
}

/* Word has no lists on the clipboard: paragraphs that say how deep they are, and carry their own mark. */
function wordItem(node) {
  if (node.tagName !== "P" && node.tagName !== "DIV") return null;
  const said = /mso-list:\s*\w+\s+level(\d+)/.exec(node.dataset.style || "");
  if (!said) return null;
  const mark = node.querySelector("[data-style*='mso-list:Ignore'],[data-style*='mso-list: Ignore']");
  const shown = mark ? mark.textContent.trim() : "·";
  mark?.remove();
  return { depth: Number(said[1]) - 1, number: /^\(?[\da-z]{1,4}[.)]/i.test(shown) };
}

function listItem(out, { depth, number }, text) {
  if (!text) return;
  const previous = out.at(-1)?.item ? out.at(-1) : null;
  const deepest = previous ? previous.depth + 1 : 0;
  depth = Math.min(depth, deepest);
  const mark = number ? `${countOf(out, depth) + 1}. ` : "- ";
  const indent = "    ".repeat(depth);
  out.push({ text: indent + mark + text.replace(/\n/g, `\n${indent}    `), item: true, depth, number });
}

/* How many numbers this list has so far. */
function countOf(out, depth) {
  let count = 0;
  for (let place = out.length - 1; place >= 0; place -= 1) {
    const block = out[place];
    if (!block.item || block.depth < depth) break;
    if (block.depth === depth && !block.number) break;
    if (block.depth === depth) count += 1;
  }
  return count;
}

function list(node, out, depth) {
  const number = node.tagName === "OL";
  for (const child of node.children) {
    if (child.tagName === "UL" || child.tagName === "OL") list(child, out, depth + 1);
    else entry(child, out, depth, number);
  }
}

function entry(child, out, depth, number) {
  const own = [], lists = [], more = [];
  for (const node of child.childNodes) {
    if (node.tagName === "UL" || node.tagName === "OL") lists.push(node);
    else own.push(node);
  }
  const holder = child.cloneNode(false);
  holder.append(...own);
  inside(holder, more);
  listItem(out, { depth, number }, more.map((each) => each.text).join("\n\n"));
  lists.forEach((each) => list(each, out, depth + 1));
}

function quote(node, out) {
  const blocks = [];
  inside(node, blocks);
  const text = written(blocks);
  if (!text) return;
  const lines = text.replace(/^/gm, "> ").replace(/^> $/gm, ">");
  const previous = out.at(-1);
  // Word makes each paragraph of a quote one of its own.
  if (previous?.quote && /Mso/.test(node.className)) previous.text += `\n>\n${lines}`;
  else out.push({ text: lines, quote: true });
}

/* What stands above a table comes before it; one column is no table, but blocks below each other. */
function table(node, out) {
  if (node.caption) inside(node.caption, out);
  const cells = [...node.rows].map((row) => [...row.cells]).filter((row) => row.some((cell) => cell.textContent.trim()));
  const width = Math.max(0, ...cells.map((row) => row.length));
  if (width < 2) { cells.flat().forEach((cell) => inside(cell, out)); return; }
  const rows = cells.map((row) => row.map((cell) => {
    const blocks = [];
    inside(cell, blocks);
    return written(blocks).replace(/\s*\n\s*/g, " ").replace(/\|/g, "\\|");
  }));
  const line = (row) => `| ${Array.from({ length: width }, (_, number) => row[number] || " ").join(" | ")} |`;
  out.push({ text: [line(rows[0]), line(Array(width).fill("---")), ...rows.slice(1).map(line)].join("\n") });
}
