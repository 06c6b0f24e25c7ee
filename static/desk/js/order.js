// Rows moved by pointer or arrow keys; the numbers follow and are saved with the form. Without this file the buttons up
// and down move a row and save at once, and numbers can be typed.
const form = document.querySelector(".ordering")
const said = form.querySelector("[data-said]")
const step = 10
let dragged

function number(list) {
  const rows = [...list.children]
  rows.forEach((row, at) => {
    row.querySelector("input[type=number]").value = (at + 1) * step
    row.querySelector("[name=up]").disabled = at === 0
    row.querySelector("[name=down]").disabled = at === rows.length - 1
  })
}

function move(row, by) {
  const other = by < 0 ? row.previousElementSibling : row.nextElementSibling
  if (!other) return
  // The other one goes past, so that the row keeps the focus and the pointer.
  if (by < 0) row.after(other)
  else row.before(other)
  number(row.parentElement)
  const place = [...row.parentElement.children].indexOf(row) + 1
  said.textContent = `${row.querySelector(".what a").textContent}, now ${place} of ${row.parentElement.children.length}. Not saved yet.`
}

for (const handle of form.querySelectorAll("[data-handle]")) {
  const row = handle.closest("[data-row]")
  handle.hidden = false
  handle.addEventListener("keydown", event => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (!by) return
    event.preventDefault()
    move(row, by)
  })
  handle.addEventListener("pointerdown", event => {
    if (event.button !== 0) return
    event.preventDefault()
    handle.setPointerCapture(event.pointerId)
    dragged = row
    row.classList.add("dragged")
  })
  handle.addEventListener("pointermove", event => {
    if (dragged !== row) return
    const { top, bottom } = row.getBoundingClientRect()
    if (event.clientY < top) move(row, -1)
    else if (event.clientY > bottom) move(row, 1)
  })
  const drop = () => {
    dragged = undefined
    row.classList.remove("dragged")
  }
  handle.addEventListener("pointerup", drop)
  handle.addEventListener("pointercancel", drop)
}

form.addEventListener("click", event => {
  const button = event.target.closest("[name=up], [name=down]")
  if (!button) return
  event.preventDefault()
  move(button.closest("[data-row]"), button.name === "up" ? -1 : 1)
  // At an end its own button has nothing to do: the row keeps the focus on the other.
  const { parentElement: both } = button
  ;(button.disabled ? both.querySelector("button:enabled") : button)?.focus()
})
form.querySelector("[data-hint]").hidden = false
