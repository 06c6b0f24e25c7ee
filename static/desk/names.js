// What Django's scripts draw, said as well as shown: boxes take the name of the field they belong to, and what opens
// over the page says what it is.
const BOXES = ".select2-search__field:not([aria-label]), .datetime :is(.vDateField, .vTimeField):not([aria-label])"
const OPENED = { ".calendarbox": "Choose a day", ".clockbox": "Choose a time", "body > .select2-container": "Choices" }

function name(box) {
  const open = document.querySelector(".select2-container--open")
  const field = box.closest(".form-row, .ask") ?? open?.closest(".form-row, .ask")
  const label = field?.querySelector("label, legend")?.textContent.trim().replace(/:$/, "") || "Find"
  const half = box.matches(".vDateField") ? ", day" : box.matches(".vTimeField") ? ", time" : ""
  box.setAttribute("aria-label", label + half)
}

// A box for one choice is named by what is chosen, and by nothing while nothing is.
function nameChoice(box) {
  const label = box.closest(".form-row, .ask")?.querySelector("label")
  const chosen = box.querySelector("[id].select2-selection__rendered")
  if (!label || !chosen) return
  label.id ||= `${chosen.id}-label`
  box.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`)
  chosen.setAttribute("aria-label", label.textContent.trim().replace(/:$/, ""))
}

function nameAll() {
  document.querySelectorAll(BOXES).forEach(name)
  document.querySelectorAll(".select2-selection--single:not([aria-labelledby*=' '])").forEach(nameChoice)
  for (const box of document.querySelectorAll(".select2-selection[aria-owns]:not([aria-controls])"))
    box.setAttribute("aria-controls", box.getAttribute("aria-owns"))
  for (const [selector, says] of Object.entries(OPENED))
    for (const box of document.querySelectorAll(`${selector}:not([role])`)) {
      box.setAttribute("role", "dialog")
      box.setAttribute("aria-label", says)
    }
}

new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true })
nameAll()
