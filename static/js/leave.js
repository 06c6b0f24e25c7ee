// Leaving quickly. Without this file the control is a plain link.
const link = document.querySelector("[data-leave]")
const within = 3000 // milliseconds for the three presses
let presses = []

function leave() {
  document.body.hidden = true // nothing to be seen while the other page is on its way
  document.title = ""
  location.replace(link.href) // takes this page's place, so that Back does not lead to it
}

link.addEventListener("click", event => {
  event.preventDefault()
  leave()
})
addEventListener("keydown", event => {
  if (event.repeat) return
  presses = event.key === "Shift" ? [...presses, event.timeStamp].slice(-3) : []
  if (presses.length === 3 && presses[2] - presses[0] < within) leave()
})
for (const words of document.querySelectorAll("[data-leave-keys]")) words.hidden = false
