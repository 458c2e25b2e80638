"""The login page: server-rendered, no script, readable by every browser and screen reader."""

from __future__ import annotations

from html import escape

_STYLE = """
:root { color-scheme: light; font-family: "Source Sans", "Source Sans Pro", "Segoe UI", system-ui, sans-serif; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #eef3f5; color: #1b2a33; }
main { width: min(24rem, calc(100vw - 2rem)); background: #fff; border: 1px solid #d5dde2; border-radius: 10px;
       padding: 2rem; box-shadow: 0 8px 30px rgb(11 60 75 / 8%); }
h1 { font-size: 1.45rem; margin: 0; color: #0b4a5b; letter-spacing: -.01em; }
h1 + p { margin: .25rem 0 1.4rem; color: #50626d; }
label { display: block; font-weight: 600; margin: 0 0 .3rem; }
input { width: 100%; font: inherit; padding: .6rem .7rem; margin-bottom: 1rem; border: 1px solid #93a3ad;
        border-radius: 6px; background: #fff; color: inherit; }
input:focus, button:focus { outline: 3px solid #7fc0d0; outline-offset: 1px; }
button { width: 100%; font: inherit; font-weight: 600; padding: .65rem; border: 0; border-radius: 6px;
         background: #0b6075; color: #fff; cursor: pointer; }
button:hover { background: #084c5d; }
[role=alert], [role=status] { margin: 0 0 1rem; padding: .65rem .8rem; border-radius: 6px; }
[role=alert] { background: #fdecec; border: 1px solid #e5b3b3; color: #7c1d1d; }
[role=status] { background: #e9f4f7; border: 1px solid #b9d7df; color: #0b4a5b; }
footer { margin-top: 1.4rem; font-size: .85rem; color: #50626d; }
"""


# The pages' policy is `no-referrer`, under which a form's post names no origin: here our own host may know.
def login_page(*, notice: str = "", problem: str = "", login: str = "", next_path: str = "/") -> str:
    """The whole page. All arguments are escaped; `login` refills the first field after a mistake."""
    message = f'<p role="alert">{escape(problem)}</p>' if problem else ""
    if notice and not problem:
        message = f'<p role="status">{escape(notice)}</p>'
    focus_login, focus_password = ("", " autofocus") if login else (" autofocus", "")
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="same-origin">
<title>Sign in · ptscribe</title>
<link rel="icon" href="data:,">
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>ptscribe</h1>
<p>Review room</p>
{message}
<form method="post" action="/login">
<input type="hidden" name="next" value="{escape(next_path, quote=True)}">
<label for="login">User name</label>
<input id="login" name="login" value="{escape(login, quote=True)}" autocomplete="username"
       autocapitalize="none" spellcheck="false" maxlength="200" required{focus_login}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password"
       maxlength="1000" required{focus_password}>
<button type="submit">Sign in</button>
</form>
<footer>Holds protected health information. Every access is recorded.</footer>
</main>
</body>
</html>
"""
