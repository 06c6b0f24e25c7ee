// Beside a text: the advice follows what is typed, and a link can be copied. Without this file the advice is that of
// the last save, and a link is marked and copied by hand.
const pause = 1500 // milliseconds after the last key
const longest = 100000 // letters; a longer text takes the site a second, and is looked at when it is saved
const form = document.querySelector("[name=body]")?.form
let waiting, asked

async function ask() {
  const section = document.querySelector("[data-advice]")
  if (form.elements.body.value.length > longest) return
  asked?.abort()
  asked = new AbortController()
  const typed = new FormData()
  for (const name of ["csrfmiddlewaretoken", "title", "description", "body", "kind"]) {
    const field = form.elements[name]
    if (field?.value !== undefined) typed.append(name, field.value)
  }
  try {
    const answer = await fetch(section.dataset.advice, { method: "POST", body: typed, signal: asked.signal })
    if (!answer.ok || answer.redirected) return // signed out, or the site is busy: the old list stays
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const fresh = page.querySelector("[data-advice]")
    if (fresh) section.replaceChildren(...fresh.childNodes)
  } catch {
    // Overtaken by the next one, or no network.
  }
}

form?.addEventListener("input", event => {
  if (!["title", "description", "body", "kind"].includes(event.target.name)) return
  clearTimeout(waiting)
  waiting = setTimeout(ask, pause)
})

if (form?.hasAttribute("data-unsaved")) ask() // the words in the form are not the stored ones

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy)
  field.addEventListener("focus", () => field.select())
  if (!navigator.clipboard) continue
  button.hidden = false
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value)
    button.textContent = "Copied"
  })
}
