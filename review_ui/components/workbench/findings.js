// A finding: what, why, where it is written, and the two ways to answer it: mend, or say why it stands.

const SEVERITY = { block: "Blocks approval", warn: "Warning", info: "Note" };
const ANSWER = { fixed: "Fixed", accepted: "Accepted as it is", not_applicable: "Does not apply" };

function findingCard(bench, finding) {
  const done = finding.resolution;
  const open = bench.resolving === finding.id;
  const card = el("div", {
    class: `finding ${finding.severity}${done ? " done" : ""}`, id: `f-${finding.id}`, dataset: { finding: finding.id },
    role: "group", "aria-label": `${SEVERITY[finding.severity]}: ${finding.title}`,
  });
  card.append(el("div", { class: "what" },
    el("span", { class: `sev ${finding.severity}`, text: done ? ANSWER[done.kind] : SEVERITY[finding.severity] }),
    el("strong", { text: finding.title })));
  if (done) {
    if (done.reason) card.append(el("div", { class: "detail", text: `Reason: ${done.reason}` }));
    if (bench.data.allow.resolve) card.append(el("div", { class: "acts" },
      button("Change the answer", () => bench.toggleResolving(finding.id), { class: "quiet" })));
    if (open) card.append(resolveForm(bench, finding));
    return card;
  }
  card.append(el("div", { class: "detail", text: finding.detail }));
  if (finding.suggestion) card.append(el("div", { class: "detail suggestion", text: `Suggestion: ${finding.suggestion}` }));
  if (finding.why || finding.source) {
    card.append(el("details", {}, el("summary", { text: "Why" }),
      finding.why ? el("p", { text: finding.why }) : null,
      finding.source ? el("p", { class: "source", text: finding.source }) : null,
      el("p", { class: "source", text: `Rule ${finding.rule_id}` })));
  }
  if (finding.comparison) card.append(comparisonTable(finding.comparison));
  const acts = el("div", { class: "acts" });
  if (finding.mend && bench.data.allow.edit) {
    acts.append(button(finding.mend.label || "Mend it", () => bench.act({ kind: "mend", finding: finding.id }), {
      class: "primary", title: finding.mend.text || "", disabled: bench.busy,
    }));
  }
  if (finding.comparable && !finding.comparison) {
    acts.append(button("Compare the passages", () => bench.act({ kind: "compare", finding: finding.id }), {
      class: "quiet", title: "Opens the other note beside this one; the trail records it",
    }));
  }
  if (finding.evidence.length) acts.append(button("Hear it", () => bench.hear(finding.evidence), { class: "quiet" }));
  if (bench.data.allow.resolve) acts.append(button("Answer…", () => bench.toggleResolving(finding.id), { class: "quiet", "aria-expanded": String(open) }));
  card.append(acts);
  if (open) card.append(resolveForm(bench, finding));
  return card;
}

function resolveForm(bench, finding) {
  const kind = el("select", { "aria-label": "Answer to the finding" },
    ...Object.entries(ANSWER).map(([value, text]) => el("option", { value, text, selected: value === "accepted" })));
  const reason = el("input", { type: "text", "aria-label": "Reason", placeholder: "Reason (kept in the trail)", maxlength: 500 });
  const problem = el("div", { class: "problem", role: "alert" });
  const send = () => {
    if (kind.value !== "fixed" && !reason.value.trim()) {
      problem.textContent = "Give a reason: an auditor will read it.";
      reason.focus();
      return;
    }
    bench.resolving = null;
    bench.act({ kind: "resolve", finding: finding.id, answer: kind.value, reason: reason.value.trim() });
  };
  reason.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); send(); }
    if (event.key === "Escape") bench.toggleResolving(finding.id);
  });
  return el("div", { class: "answer" }, kind, reason, button("Keep answer", send, { class: "primary" }),
    button("Cancel", () => bench.toggleResolving(finding.id), { class: "quiet" }), problem);
}
