// The bench: the packet on the left, the recording and its words on the right. Clicking, hearing and
// highlighting happen here; every act on the draft goes to the server, which checks and stores it.

class Bench {
  constructor(root) {
    this.root = root;
    this.drafts = new Map();
    this.evidence = new Map();
    this.selected = null;
    this.resolving = null;
    this.dosing = null;
    this.count = 0;
    this.busy = false;
    this.waiting = [];
    this.playOnSelect = true;
    this.player = new Player((now, playing) => this.words.follow(now, playing));
    this.words = new Words(this);
    this.paper = el("div", { class: "paper", tabindex: 0, role: "region", "aria-label": "Draft" });
    const option = (label, checked, change) => el("label", {}, el("input", { type: "checkbox", checked, onchange: (e) => change(e.target.checked) }), label);
    this.options = el("div", { class: "options" },
      option("Play on click", true, (on) => { this.playOnSelect = on; }),
      option("Show words not in the draft", false, (on) => { this.root.querySelector(".wb").classList.toggle("show-unused", on); }));
    this.keys = (event) => this.keyed(event);
    document.addEventListener("keydown", this.keys);
    root.append(el("div", { class: "wb" }, this.paper,
      el("div", { class: "side", role: "region", "aria-label": "Recording and transcript" }, this.player.node, this.options, this.words.node,
        el("div", { class: "hint keys", text: "J / K next, previous statement · Space play · E edit · N next finding" }))));
  }

  show(data, send) {
    this.send = send;
    const fresh = !this.data || this.data.draft !== data.draft;
    if (fresh || data.answered >= this.count) this.busy = false;
    if (fresh) {
      this.count = data.answered;
      this.drafts = new Map(Object.entries(data.unsaved));
      this.selected = null;
    }
    const same = !fresh && this.data.stamp === data.stamp;
    const transcript = !fresh && this.data.transcript_stamp === data.transcript_stamp;
    for (const key of data.saved) this.drafts.delete(key);
    this.data = data;
    if (data.saved.length) this.keep();
    if (data.audio) this.player.load(data.audio, data.duration);
    this.player.node.hidden = !data.audio;
    if (!transcript) this.words.render(data.segments, data.allow.transcript);
    if (!same || data.saved.length) this.render();
    else this.setBusy();
    if (!this.busy && this.waiting.length) this.act(this.waiting.shift());
    if (data.focus && data.focus !== this.focused) { this.focused = data.focus; this.goToFinding(data.focus); }
  }

  render() {
    const top = this.paper.scrollTop;
    const active = this.root.activeElement && this.root.activeElement.closest ? this.root.activeElement.closest("[data-key]") : null;
    const activeKey = active ? active.dataset.key : null;
    this.evidence.clear();
    this.order = [];
    const sections = this.data.sections;
    for (const section of sections) for (const group of section.groups) for (const s of group.statements) {
      this.evidence.set(s.id, s.evidence.length ? s.evidence : s.support_evidence);
      this.order.push(s.id);
    }
    const general = this.findingsAt("");
    const parts = [];
    if (general.length) parts.push(el("section", { class: "block general", "aria-label": "Findings on the whole draft" }, el("h3", { text: "On the whole draft" }), ...general));
    if (this.data.questions.length) parts.push(el("section", { class: "block", "aria-label": "Questions" }, el("h3", { text: "Questions to the therapist" }), el("ul", {}, ...this.data.questions.map((q) => el("li", { text: q })))));
    parts.push(...sections.map((section) => sectionBlock(this, section)), planBlock(this, this.data.plan), claimBlock(this, this.data.claim));
    this.paper.replaceChildren(...parts);
    this.paper.scrollTop = top;
    if (activeKey) this.focusEditor(activeKey);
    const used = [...this.evidence.values()].flat();
    this.words.markUnused(used);
    this.words.highlight(this.selected ? this.evidence.get(this.selected) || [] : [], false);
    this.setBusy();
  }

  findingsAt(where) {
    const known = (f) => f.where === "plan" || f.where === "claim" || this.evidence.has(f.where);
    return this.data.findings
      .filter((f) => (where === "" ? !f.where || !known(f) : f.where === where))
      .map((f) => findingCard(this, f));
  }

  setBusy() {
    this.root.querySelector(".wb").classList.toggle("busy", this.busy);
    for (const b of this.paper.querySelectorAll(".acts .primary")) b.disabled = this.busy;
  }

  // One act at a time: what is clicked meanwhile waits for the answer, so that nothing is lost or doubled.
  act(message) {
    if (this.busy) { this.waiting.push(message); return; }
    this.count += 1;
    this.busy = true;
    this.setBusy();
    clearTimeout(this.patience);
    this.patience = setTimeout(() => { this.busy = false; this.waiting = []; this.setBusy(); }, 20000);
    this.send({ ...message, n: this.count });
  }

  select(id, play) {
    this.selected = id;
    const spans = this.evidence.get(id) || [];
    for (const row of this.paper.querySelectorAll("[data-id]")) row.classList.toggle("selected", row.dataset.id === id);
    this.words.highlight(spans, true);
    if (play && this.playOnSelect && spans.length && this.data.audio) this.player.playSpans(spans.map((s) => [s.t0, s.t1]));
  }

  hear(spans) {
    this.words.highlight(spans, true);
    this.player.playSpans(spans.map((s) => [s.t0, s.t1]));
  }

  say(text) {
    this.player.problem.textContent = text;
  }

  wordClicked(item) {
    const id = this.order.find((key) => this.evidence.get(key).some((s) => s.start < item.end && s.end > item.start));
    if (id) {
      this.select(id, false);
      const row = this.paper.querySelector(`[data-id="${CSS.escape(id)}"]`);
      if (row) row.scrollIntoView({ block: "nearest", behavior: "smooth" });
    }
    if (item.t0 !== null) this.player.playFrom(item.t0);
  }

  edit(key, text) {
    this.player.audio.pause();
    if (!this.drafts.has(key)) this.drafts.set(key, text);
    this.render();
    this.focusEditor(key);
  }

  focusEditor(key) {
    const area = this.paper.querySelector(`[data-key="${CSS.escape(key)}"] textarea`);
    if (!area) return;
    area.focus({ preventScroll: true });
    area.setSelectionRange(area.value.length, area.value.length);
    requestAnimationFrame(() => area.closest(".editor").scrollIntoView({ block: "nearest", behavior: "smooth" }));
  }

  typed(key, text) {
    this.drafts.set(key, text);
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keep(), 400);
  }

  keep() {
    clearTimeout(this.keeping);
    return fetch(`/unsaved/${encodeURIComponent(this.data.draft)}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, keepalive: true,
      body: JSON.stringify(Object.fromEntries(this.drafts)),
    }).catch(() => {});
  }

  saveText(key, text, original, section) {
    if (!text || text === original) { this.cancelText(key); return; }
    clearTimeout(this.keeping);
    if (section) this.act({ kind: "add", section, text, key });
    else this.act({ kind: "edit", statement: key, text, key });
  }

  cancelText(key) {
    this.drafts.delete(key);
    this.keep();
    this.render();
  }

  toggleResolving(id) {
    this.resolving = this.resolving === id ? null : id;
    this.render();
    const input = this.resolving ? this.paper.querySelector(".answer input") : null;
    if (input) input.focus();
  }

  toggleDosing(id) {
    this.dosing = this.dosing === id ? null : id;
    this.render();
    const input = this.dosing ? this.paper.querySelector(".dose input") : null;
    if (input) input.focus();
  }

  goToFinding(id) {
    const card = this.paper.querySelector(`[data-finding="${CSS.escape(id)}"]`);
    if (!card) return;
    card.scrollIntoView({ block: "center", behavior: "smooth" });
    card.classList.add("flash");
    setTimeout(() => card.classList.remove("flash"), 1600);
  }

  step(by) {
    if (!this.order.length) return;
    const at = this.order.indexOf(this.selected);
    const next = this.order[Math.min(this.order.length - 1, Math.max(0, at + by))];
    this.select(next, true);
    const row = this.paper.querySelector(`[data-id="${CSS.escape(next)}"]`);
    if (row) row.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  keyed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || document.querySelector("[role=dialog]")) return;
    const key = event.key.toLowerCase();
    const onButton = event.composedPath()[0] instanceof Element && event.composedPath()[0].matches("button, summary, input, a");
    if (key === "j") this.step(1);
    else if (key === "k") this.step(-1);
    else if (key === " " && !onButton) this.player.playOrPause();
    else if (key === "e" && this.selected && this.data.allow.edit && this.order.includes(this.selected)) this.edit(this.selected, this.textOf(this.selected));
    else if (key === "n") this.nextFinding();
    else return;
    event.preventDefault();
  }

  textOf(id) {
    for (const section of this.data.sections) for (const group of section.groups) for (const s of group.statements) if (s.id === id) return s.text;
    return "";
  }

  nextFinding() {
    const open = [...this.paper.querySelectorAll(".finding:not(.done)")].map((card) => card.dataset.finding);
    if (!open.length) return;
    this.atFinding = open[(open.indexOf(this.atFinding) + 1) % open.length];
    this.goToFinding(this.atFinding);
  }

  destroy() {
    document.removeEventListener("keydown", this.keys);
    this.player.audio.pause();
    this.player.audio.removeAttribute("src");
    this.player.audio.load();
    if (this.drafts.size) this.keep();
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement;
  if (!root.bench) root.bench = new Bench(root);
  root.bench.show(data, (message) => setTriggerValue("act", message));
  return () => {
    if (root.bench) root.bench.destroy();
    root.bench = null;
  };
}
