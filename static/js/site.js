// Every page works without this file.
const menu = document.querySelector(".fold")

addEventListener("keydown", event => {
  if (event.key === "Escape" && menu?.open) {
    menu.open = false
    menu.querySelector("summary").focus()
  }
})
addEventListener("click", event => {
  if (menu?.open && !menu.contains(event.target)) menu.open = false
})

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false
  button.addEventListener("click", () => print())
}
