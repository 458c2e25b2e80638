// The packet as a document: note, plan, claim, questions. Each line with evidence can be clicked and heard.

const ORIGIN = {
  dictated: ["dictated", "From the dictation"],
  record: ["record", "From the visit record"],
  computed: ["computed", "Computed by ptscribe"],
  suggested: ["suggested", "Suggested, not said: needs a human's acceptance"],
  human: ["edited", "Written by a human"],
};
const VERDICT = {
  supported: ["✓", "Supported by the recording or the record"],
  partly: ["◐", "Only partly supported"],
  unsupported: ["!", "Not supported"],
};
const WHERE = { clinic: "Today in the clinic", home: "Home programme", next_visit: "For a later visit" };

function statementRow(bench, statement) {
  const editing = bench.drafts.has(statement.id);
  const row = el("div", {
    class: `st ${statement.origin}${bench.selected === statement.id ? " selected" : ""}`,
    dataset: { id: statement.id }, role: "group", "aria-label": "Statement",
  });
  const verdict = statement.verdict ? VERDICT[statement.verdict] : null;
  const reasons = statement.reasons.length ? `: ${statement.reasons.join(", ")}` : "";
  const mark = verdict
    ? el("span", { class: `verdict ${statement.verdict}`, text: verdict[0], title: verdict[1] + reasons, "aria-label": verdict[1] + reasons, role: "img" })
    : el("span", { class: "verdict none", text: "–", title: "Not checked yet" });
  const [label, meaning] = ORIGIN[statement.origin];
  const seconds = statement.evidence.map((e) => e.t0).filter((t) => t !== null);
  const meta = el("span", { class: "meta" });
  if (statement.origin !== "dictated") meta.append(el("span", { class: `tag ${statement.origin}`, text: label, title: statement.basis ? `${meaning}: ${statement.basis}` : meaning }));
  if (statement.evidence.some((e) => e.doubtful)) meta.append(el("span", { class: "tag doubt", text: "hard to hear", title: "Rests on words the speech engine was not sure of: listen before approving." }));
  if (seconds.length) meta.append(el("span", { class: "secs", text: clock(Math.min(...seconds)) }));
  const text = el("button", { type: "button", class: "text", onclick: () => bench.select(statement.id, true), title: statement.evidence.length ? "Show and hear the words behind this statement" : meaning },
    el("span", { text: statement.text }));
  row.append(mark, el("div", { class: "main" }, editing ? editor(bench, statement.id, statement.text, null) : text,
    statement.verdict && statement.verdict !== "supported" && statement.reasons.length
      ? el("div", { class: `reason ${statement.verdict}`, text: `${statement.verdict === "partly" ? "Partly supported" : "Not supported"}: check ${statement.reasons.join(" and ")}.` }) : null), meta);
  if (bench.data.allow.edit && !editing) {
    const acts = el("span", { class: "rowacts" });
    if (statement.origin === "suggested") acts.append(button("Accept", () => bench.act({ kind: "accept", statement: statement.id }), { class: "primary small", title: "It stands as your own statement" }));
    acts.append(
      button("Edit", () => bench.edit(statement.id, statement.text), { class: "quiet small", "aria-label": `Edit: ${statement.text}` }),
      button("Remove", () => bench.act({ kind: "remove", statement: statement.id }), { class: "quiet small", "aria-label": `Remove: ${statement.text}` }));
    row.append(acts);
  }
  return [row, ...bench.findingsAt(statement.id)];
}

function editor(bench, key, original, section) {
  const area = el("textarea", { rows: 2, "aria-label": section ? "New statement" : "Text of the statement", spellcheck: "true", placeholder: section ? "Write the statement…" : null });
  area.value = bench.drafts.get(key) ?? original;
  const fit = () => { area.style.height = "auto"; area.style.height = `${area.scrollHeight + 2}px`; };
  area.addEventListener("input", () => { bench.typed(key, area.value); fit(); });
  const save = () => bench.saveText(key, area.value.trim(), original, section);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); event.stopPropagation(); save(); }
    if (event.key === "Escape") { event.stopPropagation(); bench.cancelText(key); }
  });
  requestAnimationFrame(fit);
  return el("div", { class: "editor", dataset: { key } }, area, el("div", { class: "acts" },
    button("Save", save, { class: "primary small", disabled: bench.busy }),
    button("Cancel", () => bench.cancelText(key), { class: "quiet small" }),
    el("span", { class: "hint", text: "Enter saves · Shift+Enter new line · Esc cancels" })));
}

function sectionBlock(bench, section) {
  const key = `new:${section.key}`;
  const acts = el("span", { class: "headacts" });
  if (bench.data.allow.edit) {
    acts.append(button("Add", () => bench.edit(key, ""), { class: "quiet small", "aria-label": `Add a statement to ${section.name}` }),
      button("Write again", () => bench.act({ kind: "regenerate", section: section.key }), {
        class: "quiet small", disabled: bench.busy, "aria-label": `Write ${section.name} again`, title: "The drafting engine writes this section again; statements by humans stay.",
      }));
  }
  const block = el("section", { class: "block", "aria-label": section.name }, el("h3", {}, el("b", { class: "letter", text: section.key }), section.name, acts));
  for (const group of section.groups) {
    if (group.name) block.append(el("h4", { text: group.name }));
    for (const statement of group.statements) block.append(...statementRow(bench, statement));
  }
  if (!section.groups.length) block.append(el("p", { class: "empty", text: "Nothing yet." }));
  if (bench.drafts.has(key)) block.append(editor(bench, key, "", section.key));
  return block;
}

function evidenceRow(bench, id, text, evidence, extras) {
  const row = el("div", { class: `st item${bench.selected === id ? " selected" : ""}`, dataset: { id } });
  bench.evidence.set(id, evidence);
  row.append(el("div", { class: "main" }, el("button", { type: "button", class: "text", onclick: () => bench.select(id, true) }, el("span", { text })), ...extras));
  return row;
}

function planBlock(bench, plan) {
  const block = el("section", { class: "block", "aria-label": "Exercises and plan" }, el("h3", { text: "Exercises" }));
  for (const where of Object.keys(WHERE)) {
    const rows = plan.exercises.filter((e) => e.where === where);
    if (!rows.length) continue;
    block.append(el("h4", { text: WHERE[where] }));
    for (const e of rows) {
      const extras = [];
      if (e.origin === "protocol") extras.push(el("span", { class: "tag suggested", text: "from the protocol", title: "Not dictated: a therapist or specialist must accept it" }));
      if (e.origin === "human") extras.push(el("span", { class: "tag human", text: "decided", title: "Accepted, or its dose set, by a reviewer" }));
      if (e.cue) extras.push(el("div", { class: "under", text: `Cue: ${e.cue}` }));
      if (e.reason) extras.push(el("div", { class: "under", text: e.reason }));
      const row = evidenceRow(bench, e.id, e.text, e.evidence, extras);
      if (bench.data.allow.edit) row.append(...exerciseActs(bench, e));
      block.append(row);
    }
  }
  if (!plan.exercises.length) block.append(el("p", { class: "empty", text: "No exercises were dictated." }));
  if (plan.kept_out.length) {
    block.append(el("h4", { text: "Kept out" }));
    for (const k of plan.kept_out) block.append(evidenceRow(bench, k.id, k.exercise, k.evidence, [el("div", { class: "under warn", text: k.why })]));
  }
  if (plan.precautions.length) block.append(el("h4", { text: "Precautions" }), el("ul", {}, ...plan.precautions.map((p) => el("li", { text: p }))));
  for (const note of plan.notes) block.append(el("h4", { text: note.heading }), el("ul", {}, ...note.lines.map((line) => el("li", { text: line }))));
  if (plan.frequency) block.append(el("p", { class: "under", text: plan.frequency }));
  block.append(...bench.findingsAt("plan"));
  return block;
}

function claimBlock(bench, claim) {
  const block = el("section", { class: "block", "aria-label": "Claim lines" }, el("h3", { text: "Claim lines" },
    el("span", { class: "method", text: claim.method === "ama" ? "AMA midpoint method" : "CMS 8-minute rule" })));
  if (claim.lines.length) {
    const rows = claim.lines.map((line) => {
      bench.evidence.set(line.id, line.evidence);
      return el("tr", { dataset: { id: line.id }, class: bench.selected === line.id ? "selected" : "" },
        el("td", {}, line.evidence.length ? button(line.code, () => bench.select(line.id, true), { class: "link", title: "Show and hear the dictated minutes" }) : line.code),
        el("td", { text: line.modifiers.join(" ") || "" }), el("td", { class: "num", text: line.minutes ?? "–" }),
        el("td", { class: "num", text: line.units }), el("td", { text: line.explanation }));
    });
    block.append(el("table", {}, el("thead", {}, el("tr", {}, ...["Code", "Modifiers", "Minutes", "Units", "How"].map((h) => el("th", { text: h, scope: "col" })))), el("tbody", {}, ...rows)));
  } else block.append(el("p", { class: "empty", text: "No billable service was dictated." }));
  const totals = [];
  if (claim.timed !== null) totals.push(`${claim.timed} timed minutes`);
  totals.push(claim.total === null ? "no total treatment time dictated" : `${claim.total} minutes total treatment time`);
  block.append(el("p", { class: "under", text: totals.join(" · ") }));
  if (claim.explanation) block.append(el("p", { class: "under", text: claim.explanation }));
  block.append(...bench.findingsAt("claim"));
  return block;
}
