// The transcript: every word knows its characters in the whole text and, where the engine gave them, its seconds.

const SPEAKERS = { THERAPIST: "Therapist", PATIENT: "Patient" };
const SURE_OF_SPEAKER = 0.6;

class Words {
  constructor(bench) {
    this.bench = bench;
    this.items = [];
    this.node = el("div", { class: "lines", tabindex: 0, "aria-label": "Transcript" });
    this.node.addEventListener("click", (event) => {
      const word = event.target.closest(".w");
      if (word && !String(window.getSelection())) this.bench.wordClicked(this.items[Number(word.dataset.i)]);
    });
  }

  render(segments, changeable) {
    this.items = [];
    this.now = null;
    this.changeable = changeable;
    const told = segments.some((segment) => segment.speaker);
    const swap = told && changeable ? button("Swap therapist and patient", () => this.ask({ kind: "swap" }), {
      class: "swap", title: "The software guessed who is who. One click exchanges them; the draft is written anew.",
    }) : null;
    this.node.replaceChildren(...(swap ? [swap] : []), ...segments.map((segment, index) => this.line(segment, index)));
    if (!segments.length) this.node.append(el("p", { class: "empty", text: "There is no transcript yet." }));
  }

  // A change of the transcript has the draft written anew, so text not yet saved must be saved first.
  ask(message) {
    if (this.bench.drafts.size) { this.bench.say("Save or cancel what you are typing first."); return; }
    this.bench.act(message);
  }

  line(segment, index) {
    const text = el("div", { class: "said" });
    const gone = segment.corrections.map((c, at) => ({ ...c, at })).filter((c) => c.start === c.end);
    for (const match of segment.text.matchAll(/\S+\s*/g)) {
      while (gone.length && gone[0].start <= match.index) text.append(this.removed(gone.shift(), index));
      const start = segment.offset + match.index;
      const bare = match[0].trimEnd().length;
      text.append(this.word(segment, match[0], match.index, bare, start));
      segment.corrections.forEach((c, at) => {
        const last = c.end > match.index && c.end <= match.index + bare;
        if (c.start < c.end && last && this.changeable) text.append(this.undo(c, index, at));
      });
    }
    for (const c of gone) text.append(this.removed(c, index));
    const stamp = segment.start === null ? el("span", { class: "stamp" }) : button(clock(segment.start), () => this.bench.player.playFrom(segment.start), {
      class: "stamp", "aria-label": `Play from ${clock(segment.start)}`,
    });
    const marks = segment.doubtful ? el("span", { class: "tag doubt", text: "hard to hear", title: "The speech engine was not sure of this passage." }) : null;
    const who = this.who(segment, index);
    return el("div", { class: `line${segment.doubtful ? " doubtful" : ""}` }, stamp,
      el("div", { class: "body" }, who || marks ? el("div", { class: "who" }, who, marks) : null, text));
  }

  who(segment, index) {
    if (!segment.speaker) return null;
    const name = SPEAKERS[segment.speaker];
    const unsure = segment.speaker_confidence !== null && segment.speaker_confidence < SURE_OF_SPEAKER;
    const shown = unsure ? `${name}?` : name;
    if (!this.changeable) return shown;
    return button(shown, () => this.ask({ kind: "swap", segment: index }), {
      class: "speaker", title: `${unsure ? "The software is not sure who speaks. " : ""}Click if this turn is the other's.`,
      "aria-label": `${name} speaks; give this turn to the other`,
    });
  }

  undo(correction, segment, at) {
    return button("↺", () => this.ask({ kind: "undo", segment, correction: at }), {
      class: "undo", title: `Take back: “${correction.before}” was heard.`,
      "aria-label": `Take back ${correction.after}: ${correction.before} was heard`,
    });
  }

  removed(correction, segment) {
    const node = el("span", { class: "removed", text: "[…] ", title: `Heard and left out: “${correction.before}”. ${correction.reason}` });
    if (this.changeable) node.append(this.undo({ ...correction, after: "what was left out" }, segment, correction.at));
    return node;
  }

  word(segment, shown, local, length, start) {
    const end = local + length;
    const timed = segment.words.find((w) => w[0] < end && w[1] > local);
    const correction = segment.corrections.find((c) => c.start < end && c.end > local);
    const unsure = Boolean(timed && timed[5]);
    const node = el("span", {
      class: `w${correction ? " corrected" : ""}${unsure ? " unsure" : ""}`,
      dataset: { i: this.items.length, s: start, e: start + length },
      title: correction ? `Heard: “${correction.before}”. ${correction.reason}` : unsure ? "The speech engine was not sure of this word." : null,
      text: shown,
    });
    const share = (at) => segment.start === null ? null : segment.start + (at / Math.max(1, segment.text.length)) * (segment.end - segment.start);
    this.items.push({ node, start, end: start + length, t0: timed ? timed[2] : share(local), t1: timed ? timed[3] : share(end) });
    return node;
  }

  highlight(spans, scroll) {
    let first = null;
    for (const item of this.items) {
      const lit = spans.some((span) => item.start < span.end && item.end > span.start);
      item.node.classList.toggle("lit", lit);
      if (lit && !first) first = item.node;
    }
    if (first && scroll) this.reveal(first);
  }

  reveal(node) {
    const box = this.node.getBoundingClientRect();
    const at = node.getBoundingClientRect();
    this.node.scrollTo({ top: this.node.scrollTop + at.top - box.top - box.height / 3, behavior: "smooth" });
  }

  // Words that no statement, exercise or claim line points at.
  markUnused(spans) {
    for (const item of this.items) {
      item.node.classList.toggle("unused", !spans.some((span) => item.start < span.end && item.end > span.start));
    }
  }

  follow(seconds, playing) {
    const item = playing ? this.items.find((w) => w.t0 !== null && seconds >= w.t0 && seconds < w.t1) : null;
    if (this.now && this.now !== item) this.now.node.classList.remove("now");
    if (item) item.node.classList.add("now");
    this.now = item;
  }
}
