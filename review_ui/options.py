"""The options that Streamlit is served with: quiet, closed, and in ptscribe's colours."""

from __future__ import annotations

from typing import Final

THEME: Final[dict[str, object]] = {
    "theme.base": "light",
    "theme.primaryColor": "#0b6075",
    "theme.backgroundColor": "#ffffff",
    "theme.secondaryBackgroundColor": "#f2f5f7",
    "theme.textColor": "#1b2a33",
    "theme.linkColor": "#0b6075",
    "theme.borderColor": "#d5dde2",
    "theme.baseRadius": "6px",
    "theme.baseFontSize": 15,
    "theme.headingFontSizes": ["1.6rem", "1.3rem", "1.1rem", "1rem", "1rem", "1rem"],
    "theme.showWidgetBorder": True,
}

OPTIONS: Final[dict[str, object]] = {
    # Nothing phones home, and nothing about the code reaches a user.
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "viewer",
    "client.disableDataExport": True,
    "logger.enableRich": False,
    "logger.level": "warning",
    "global.developmentMode": False,
    "server.headless": True,
    "server.showEmailPrompt": False,
    "server.fileWatcherType": "none",
    "server.runOnSave": False,
    "server.enableAgentApi": False,
    "server.enableStaticServing": False,
    "server.enableXsrfProtection": True,
    "server.xsrfCookieSameSite": "strict",
    "server.enableCORS": True,
    "runner.magicEnabled": False,
    # A run that acts on a draft finishes its act before the page's next click is looked at.
    "runner.fastReruns": False,
    # Reconnecting after a short break of the line keeps what was open on the page.
    "server.disconnectedSessionTTL": 300,
    **THEME,
}


def apply(*, max_upload_mb: float) -> None:
    """Put `OPTIONS` above any configuration file or variable that Streamlit would read by itself."""
    from streamlit.web.bootstrap import load_config_options

    load_config_options({**OPTIONS, "server.maxUploadSize": max(1, round(max_upload_mb))})
