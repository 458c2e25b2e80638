"""The login page: server-rendered, no script, readable by every browser and screen reader."""

from __future__ import annotations

from html import escape

from review_ui.components.assets import asset


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
<style>{asset("styles/login.css")}</style>
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
