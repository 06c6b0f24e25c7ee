/* Changes the words as a person's own typing would, so that undo takes each of them back. */

const LARGE = 60_000; // beyond it browsers take seconds to write a step of undo

export function replace(area, start, end, text) {
  area.focus();
  area.setSelectionRange(start, end);
  const done = text.length < LARGE &&
    document.execCommand(text ? "insertText" : "delete", false, text);
  if (done) return;
  area.setRangeText(text, start, end, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/* **bold** and *emphasis*: around what is selected, or away from it when it is there already. */
export function wrap(area, mark) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const before = value.slice(0, start), after = value.slice(end), chosen = value.slice(start, end);
  const inner = chosen.trim(), lead = chosen.length - chosen.trimStart().length;
  if (endsWithMark(before, mark) && startsWithMark(after, mark)) {
    replace(area, start - mark.length, end + mark.length, chosen);
    area.setSelectionRange(start - mark.length, end - mark.length);
    return;
  }
  const tail = chosen.slice(lead + inner.length);
  replace(area, start, end, chosen.slice(0, lead) + mark + inner + mark + tail);
  const from = start + lead + mark.length;
  area.setSelectionRange(from, from + inner.length);
}

/* One star is not half of two: what is bold is not yet emphasised. */
function endsWithMark(text, mark) {
  const stars = text.length - text.replace(/\*+$/, "").length;
  return stars === mark.length || stars === 3;
}

function startsWithMark(text, mark) {
  const stars = text.length - text.replace(/^\*+/, "").length;
  return stars === mark.length || stars === 3;
}

/* Quotes and lists: in front of each selected line, or away from each when all have it. */
export function prefix(area, mark) {
  const { value } = area;
  const start = value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const found = value.indexOf("\n", area.selectionEnd);
  const end = found < 0 ? value.length : found;
  const lines = value.slice(start, end).split("\n");
  const all = lines.every((line, number) => line.startsWith(mark(number)));
  const changed = lines.map((line, number) => all ? line.slice(mark(number).length) : mark(number) + line);
  // A list or a quote begins after an empty line.
  const gap = !all && start > 1 && value.slice(start - 2, start) !== "\n\n" ? "\n" : "";
  const text = gap + changed.join("\n");
  replace(area, start, end, text);
  area.setSelectionRange(start + gap.length, start + text.length);
}

/* On lines of its own, such as a picture. */
export function insertBlock(area, text) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const before = value.slice(0, start), after = value.slice(end);
  const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  replace(area, start, end, lead + text + tail);
}
