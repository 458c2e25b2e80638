// Watches over the session in the browser: tells the server that somebody is reading, covers the page and
// leaves it when nobody is, and signs out. The server ends idle sessions by itself; this hides what is shown.

export default function (component) {
  const { data } = component;
  const guard = (window.ptscribeGuard = window.ptscribeGuard || { active: Date.now(), told: Date.now() });
  guard.idle = data.idle_seconds * 1000;
  const leave = (why) => {
    document.body.style.visibility = "hidden";
    for (const audio of document.querySelectorAll("audio")) audio.pause();
    window.location.replace(`/login?why=${why}`);
  };
  guard.leave = leave;
  if (data.leave) { leave(data.leave); return; }
  if (data.sign_out && guard.out !== data.sign_out) {
    guard.out = data.sign_out;
    fetch("/auth/logout", { method: "POST", redirect: "manual" }).finally(() => leave("out"));
    return;
  }
  if (guard.started) return;
  guard.started = true;
  const tell = async () => {
    guard.told = Date.now();
    try {
      const answer = await fetch("/auth/alive", { method: "POST" });
      if (answer.status === 401) guard.leave("ended");
    } catch { /* the line is down: the server's own clock decides */ }
  };
  const acted = () => {
    guard.active = Date.now();
    if (guard.active - guard.told > Math.min(60000, guard.idle / 4)) tell();
  };
  for (const kind of ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"]) {
    document.addEventListener(kind, acted, { passive: true, capture: true });
  }
  document.addEventListener("timeupdate", acted, { capture: true });
  setInterval(() => { if (Date.now() - guard.active > guard.idle) guard.leave("idle"); }, Math.min(5000, guard.idle / 4));
}
