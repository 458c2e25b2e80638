// The transcript: every word knows its characters in the whole text and, where the engine gave them, its seconds.

const SPEAKERS = { THERAPIST: "Therapist", PATIENT: "Patient" };

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

  render(segments) {
    this.items = [];
    this.now = null;
    this.node.replaceChildren(...segments.map((segment) => this.line(segment)));
    if (!segments.length) this.node.append(el("p", { class: "empty", text: "There is no transcript yet." }));
  }

  line(segment) {
    const text = el("div", { class: "said" });
    for (const match of segment.text.matchAll(/\S+\s*/g)) {
      const start = segment.offset + match.index;
      const bare = match[0].trimEnd().length;
      text.append(this.word(segment, match[0], match.index, bare, start));
    }
    const who = segment.speaker ? SPEAKERS[segment.speaker] : "";
    const stamp = segment.start === null ? el("span", { class: "stamp" }) : button(clock(segment.start), () => this.bench.player.playFrom(segment.start), {
      class: "stamp", "aria-label": `Play from ${clock(segment.start)}`,
    });
    const marks = segment.doubtful ? el("span", { class: "tag doubt", text: "hard to hear", title: "The speech engine was not sure of this passage." }) : null;
    return el("div", { class: `line${segment.doubtful ? " doubtful" : ""}` }, stamp,
      el("div", { class: "body" }, who || marks ? el("div", { class: "who" }, who, marks) : null, text));
  }

  word(segment, shown, local, length, start) {
    const end = local + length;
    const timed = segment.words.find((w) => w[0] < end && w[1] > local);
    const correction = segment.corrections.find((c) => c.start < end && c.end > local);
    const unsure = timed && timed[4] !== null && timed[4] < 0.5;
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
