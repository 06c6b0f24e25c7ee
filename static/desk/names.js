// Boxes that have no name of their own take that of the field they belong to: what the autocomplete script draws,
// and the two halves of a moment.
const UNNAMED = ".select2-search__field:not([aria-label]), .datetime :is(.vDateField, .vTimeField):not([aria-label])"

function name(box) {
  const field = box.closest(".form-row, .ask") ?? document.querySelector(".select2-container--open")?.closest(".form-row, .ask")
  const label = field?.querySelector("label, legend")?.textContent.trim().replace(/:$/, "") || "Find"
  const half = box.matches(".vDateField") ? ", day" : box.matches(".vTimeField") ? ", time" : ""
  box.setAttribute("aria-label", label + half)
}

function nameAll() {
  document.querySelectorAll(UNNAMED).forEach(name)
}

new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true })
nameAll()
