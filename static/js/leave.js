// Leaving quickly. Without this file the control is a plain link.
const link = document.querySelector("[data-leave]")
const form = document.querySelector("form[method=post]")
const within = 3000 // milliseconds for the three presses
let presses = []

function leave() {
  sessionStorage.setItem("done", "1")
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

// Browsers put back what was written when one comes Back to a form. That is a kindness to someone who only looked
// something up, and a danger after leaving or sending.
if (document.querySelector("[data-reference]")) sessionStorage.setItem("done", "1")
addEventListener("pageshow", () => {
  if (!form || !sessionStorage.getItem("done")) return
  sessionStorage.removeItem("done")
  form.reset()
})
