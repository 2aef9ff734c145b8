"""The kind of device behind a user agent.

In:     what a browser, an app or a robot says of itself
Out:    "bot", "tablet", "mobile", "desktop"; None for televisions, consoles and what is unknown
Errors: none
Source: robots by the list of crawler-user-agents and by ua-parser's; systems and models by
        ua-parser. Android says "Mobile" on phones and not on tablets; apps (Dalvik) never say it,
        so of them only models named as tablets are tablets
Trap:   an iPad that asks for desktop pages says it is a Mac, and is taken for one
"""

from __future__ import annotations

import re

import crawleruseragents
import ua_parser

_TABLET = re.compile(r"iPad|Tablet|Kindle|Playbook|\bTab\b|\bPad\b|\bSM-[TXP]\d", re.IGNORECASE)
_PHONE = re.compile(r"Mobi|Smartphone|Feature Phone|iPhone|iPod")
_SCREEN = re.compile(
    r"\bTV\b|\bSmart-?TV|\bAFT[A-Z]|BRAVIA|PlayStation|Xbox|Nintendo", re.IGNORECASE
)
_PHONE_SYSTEMS = ("iOS", "Windows Phone", "BlackBerry OS", "KaiOS", "Symbian OS", "Firefox OS")
_DESKTOP_SYSTEMS = ("Windows", "Mac OS X", "Mac OS", "Chrome OS", "Linux", "FreeBSD", "OpenBSD")
_LINUXES = ("Ubuntu", "Debian", "Fedora", "Red Hat", "CentOS", "SUSE", "Arch Linux", "Gentoo")


def device_of(user_agent: str) -> str | None:
    """The kind of device.

    >>> device_of("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gecko/20100101 Firefox/140.0")
    'desktop'
    >>> device_of("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")
    'bot'
    """
    parsed = ua_parser.parse(user_agent)
    model = (
        " ".join(filter(None, (parsed.device.family, parsed.device.brand))) if parsed.device else ""
    )
    if model.startswith("Spider") or crawleruseragents.is_crawler(user_agent):
        return "bot"
    return _by_system(user_agent, model, parsed.os.family if parsed.os else "")


def _by_system(user_agent: str, model: str, system: str) -> str | None:
    said = f"{user_agent} {model.replace('Generic_Android_Tablet', '')}"
    if _SCREEN.search(said):
        return None
    if _TABLET.search(said):
        return "tablet"
    if _PHONE.search(said) or system in _PHONE_SYSTEMS:
        return "mobile"
    if system == "Android":
        return "mobile" if user_agent.startswith("Dalvik") else "tablet"
    return "desktop" if system in (*_DESKTOP_SYSTEMS, *_LINUXES) else None
