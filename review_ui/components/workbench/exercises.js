// What a reviewer can do with one exercise of the plan: accept a suggestion, set the dose, take it out.

const DOSE = [["sets", "Sets", 1], ["reps", "Repetitions", 1], ["hold_s", "Hold (s)", "any"], ["minutes", "Minutes", "any"]];
const SAID = [["load", "Load"], ["frequency", "How often"]];

function exerciseActs(bench, exercise) {
  const about = { kind: "plan", exercise: exercise.exercise, side: exercise.side, where: exercise.where };
  if (bench.dosing === exercise.id) return [doseForm(bench, exercise, about)];
  const name = exercise.text;
  const acts = el("span", { class: "rowacts" });
  if (exercise.origin === "protocol") acts.append(button("Accept", () => bench.act({ ...about, action: "accept" }), { class: "primary small", "aria-label": `Accept exercise: ${name}`, title: "It stands in the plan as your decision" }));
  acts.append(
    button("Dose", () => bench.toggleDosing(exercise.id), { class: "quiet small", "aria-label": `Change the dose: ${name}` }),
    button("Take out", () => bench.act({ ...about, action: "remove" }), { class: "quiet small", "aria-label": `Take out: ${name}` }));
  return [acts];
}

function doseForm(bench, exercise, about) {
  const inputs = {};
  const field = (key, label, options) => {
    inputs[key] = el("input", { ...options, "aria-label": label });
    inputs[key].value = exercise.dose[key] ?? "";
    return el("label", {}, label, inputs[key]);
  };
  const save = () => {
    const dose = {};
    for (const [key] of DOSE) dose[key] = inputs[key].value === "" ? null : Number(inputs[key].value);
    for (const [key] of SAID) dose[key] = inputs[key].value.trim();
    bench.dosing = null;
    bench.act({ ...about, action: "change", dose });
  };
  const form = el("div", { class: "answer dose" },
    ...DOSE.map(([key, label, step]) => field(key, label, { type: "number", min: 0, step })),
    ...SAID.map(([key, label]) => field(key, label, { type: "text", maxlength: 60 })),
    button("Keep dose", save, { class: "primary" }),
    button("Cancel", () => bench.toggleDosing(exercise.id), { class: "quiet" }));
  form.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter" && event.target.tagName === "INPUT") { event.preventDefault(); save(); }
    if (event.key === "Escape") bench.toggleDosing(exercise.id);
  });
  return form;
}
