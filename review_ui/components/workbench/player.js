// The recording: plays the seconds of one piece of evidence after another, and says which word is spoken now.

class Player {
  constructor(onTime) {
    this.queue = [];
    this.stopAt = null;
    this.onTime = onTime;
    this.audio = el("audio", { preload: "metadata", "data-testid": "recording" });
    this.toggle = button("▶", () => this.playOrPause(), { class: "play", "aria-label": "Play the recording" });
    this.seek = el("input", {
      type: "range", min: 0, max: 1, step: 0.05, value: 0, class: "seek", "aria-label": "Position in the recording",
      oninput: () => { this.clear(); this.audio.currentTime = Number(this.seek.value); },
    });
    this.time = el("span", { class: "time", text: "0:00" });
    this.speed = el("select", {
      class: "speed", "aria-label": "Playback speed",
      onchange: () => { this.audio.playbackRate = Number(this.speed.value); },
    }, ...[0.75, 1, 1.25, 1.5, 2].map((rate) => el("option", { value: rate, text: `${rate}×`, selected: rate === 1 })));
    this.problem = el("span", { class: "problem", role: "status" });
    this.node = el("div", { class: "player" }, this.audio, this.toggle, this.seek, this.time, this.speed, this.problem);
    this.audio.addEventListener("timeupdate", () => this.tick());
    this.audio.addEventListener("loadedmetadata", () => { this.setLength(this.audio.duration); this.tick(); });
    this.audio.addEventListener("play", () => { this.show(); this.follow(); });
    this.audio.addEventListener("pause", () => this.show());
    this.audio.addEventListener("error", () => {
      if (this.audio.getAttribute("src")) this.problem.textContent = "The recording cannot be played.";
    });
  }

  load(url, duration) {
    if (this.audio.getAttribute("src") === url) return;
    this.problem.textContent = "";
    this.audio.src = url;
    this.setLength(duration);
  }

  setLength(seconds) {
    if (Number.isFinite(seconds) && seconds > 0) this.seek.max = seconds;
    this.show();
  }

  clear() {
    this.queue = [];
    this.stopAt = null;
  }

  // spans: [[from, to], …] in seconds; overlapping and touching ones are played as one.
  playSpans(spans) {
    const wanted = spans.filter(([from]) => from !== null && from !== undefined).sort((a, b) => a[0] - b[0]);
    const merged = [];
    for (const [from, to] of wanted) {
      const last = merged[merged.length - 1];
      const end = Math.max(to ?? from + 3, from + 0.6);
      if (last && from <= last[1] + 0.3) last[1] = Math.max(last[1], end);
      else merged.push([Math.max(0, from - 0.15), end + 0.15]);
    }
    this.clear();
    this.queue = merged;
    this.next();
  }

  next() {
    const span = this.queue.shift();
    if (!span) { this.stopAt = null; this.audio.pause(); return; }
    this.stopAt = span[1];
    this.audio.currentTime = span[0];
    this.audio.play().catch(() => this.show());
  }

  playOrPause() {
    if (this.audio.paused) this.audio.play().catch(() => this.show());
    else this.audio.pause();
  }

  playFrom(seconds) {
    this.clear();
    this.audio.currentTime = Math.max(0, seconds);
    this.audio.play().catch(() => this.show());
  }

  follow() {
    if (this.audio.paused) return;
    this.tick();
    requestAnimationFrame(() => this.follow());
  }

  tick() {
    const now = this.audio.currentTime;
    if (this.stopAt !== null && now >= this.stopAt && !this.audio.paused) this.next();
    this.seek.value = now;
    this.show();
    this.onTime(now, !this.audio.paused);
  }

  show() {
    const playing = !this.audio.paused;
    this.toggle.textContent = playing ? "❚❚" : "▶";
    this.toggle.setAttribute("aria-label", playing ? "Pause the recording" : "Play the recording");
    this.time.textContent = `${clock(this.audio.currentTime)} / ${clock(Number(this.seek.max))}`;
  }
}
