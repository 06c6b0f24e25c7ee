/* Elements in one line: h("p", { class: "note", hidden: true, onclick }, "words", child). */

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/* A dialog with a heading and a way out; it is gone once closed, and the words have the focus again. */
export function dialog(title, after, ...children) {
  const close = h("button", { type: "button", class: "quiet", onclick: () => box.close() }, "Close");
  const box = h("dialog", { class: "writing-dialog", "aria-label": title },
    h("header", {}, h("h2", {}, title), close), ...children);
  box.addEventListener("close", () => { box.remove(); after.focus(); });
  document.body.append(box);
  box.showModal();
  return box;
}

/* Calls `act` when nothing has happened for `wait` milliseconds. */
export function settled(act, wait) {
  let timer;
  return (...given) => { clearTimeout(timer); timer = setTimeout(() => act(...given), wait); };
}
