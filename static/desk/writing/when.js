/* What the choice of a day means, said beside it. */

export function when(form) {
  const [day, hour] = ["publish_at_0", "publish_at_1"].map((name) => form.elements[name]);
  const note = form.querySelector(".gone-by"), publish = form.querySelectorAll("button[name=_publish]");
  const clock = new Date(`${form.dataset.now}Z`).getTime() - Date.now(); // the practice's wall, not this machine's

  const show = () => {
    const wall = new Date(Date.now() + clock).toISOString().slice(0, 16);
    const chosen = day.value && hour.value ? `${day.value}T${hour.value}` : "";
    const on = form.elements.status.value === "public";
    const gone = on && chosen && chosen <= wall;
    note.textContent = gone ? `This day has gone by. The text appears at once, dated ${said(day.value)}.` : "";
    note.hidden = !gone;
    publish.forEach((button) => { button.textContent = chosen > wall && form.elements.status.value !== "now" ? "Schedule" : "Publish"; });
  };
  for (const part of [day, hour]) {
    part.addEventListener("input", () => {
      if (part.value) form.querySelector("input[name=status][value=public]").checked = true;
      show();
    });
  }
  form.addEventListener("change", show);
  show();
}

function said(day) {
  return new Date(`${day}T12:00Z`).toLocaleDateString("en-US", { month: "long", day: "numeric", year: "numeric", timeZone: "UTC" });
}
