// The colour that is chosen, large beside the list: by day and by night. Without this file each colour has its small
// swatch in the list.
const list = document.querySelector(".colours")
const chosen = list?.querySelector("input:checked")

if (chosen) {
  const large = list.querySelector(".pigment").cloneNode(true)
  large.classList.add("large")
  list.before(large)
  const show = radio => {
    const [day, night] = radio.closest("label").querySelectorAll("path")
    const [left, right] = large.querySelectorAll("path")
    left.setAttribute("fill", day.getAttribute("fill"))
    right.setAttribute("fill", night.getAttribute("fill"))
  }
  list.addEventListener("change", event => show(event.target))
  show(chosen)
}
