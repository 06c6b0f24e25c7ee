/* What is pasted from a word processor becomes Markdown; plain text stays as it is. */

import { replace } from "./area.js";
import { isFormatted, markdownFrom, parsed } from "./from-html.js";
import { choosePicture } from "./picture.js";

const SAID = "What you pasted was turned into Markdown. To paste it as plain text, undo, then press Ctrl+Shift+V.";

export function pasting(form, area) {
  area.addEventListener("paste", (event) => {
    const board = event.clipboardData;
    const html = board.getData("text/html"), picture = pictureIn(board.files);
    if (html) {
      const body = parsed(html);
      if (!isFormatted(body)) return;
      let text;
      try {
        text = markdownFrom(body);
      } catch {
        return; // the browser's own way still brings the words
      }
      event.preventDefault();
      replace(area, area.selectionStart, area.selectionEnd, text);
      form.querySelector(".kept").textContent = SAID;
    } else if (picture && !board.getData("text/plain")) {
      event.preventDefault();
      choosePicture(form, area, picture);
    }
  });
  area.addEventListener("drop", (event) => {
    const picture = pictureIn(event.dataTransfer.files);
    if (!picture) return;
    event.preventDefault();
    choosePicture(form, area, picture);
  });
}

function pictureIn(files) {
  return [...files].find((file) => file.type.startsWith("image/")) || null;
}
