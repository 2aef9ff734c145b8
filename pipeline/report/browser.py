"""Pages and pictures on paper, by a browser that is there already.

In:     an HTML or SVG file; Chromium, Chrome or Edge on the path, or named by JOURNEYS_BROWSER
Out:    PDF, PNG
Errors: JourneysError when there is no browser, or when it writes nothing
Note:   it runs without a network, without a profile of its user, and is given a minute
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from pipeline.errors import JourneysError

_NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge",
)  # fmt: skip
_LONGEST_S = 60
_MEASURE = """<script>
document.documentElement.dataset.heights = [...document.querySelectorAll(".measured")]
  .map((box) => Math.ceil(box.getBoundingClientRect().height)).join(" ");
</script>"""


def write_pdf(page: Path, path: Path) -> Path:
    """Print a page as its style sheet for print says."""
    return _let_browser(path, "--no-pdf-header-footer", f"--print-to-pdf={path}", page.as_uri())


def write_png(picture: Path, path: Path, *, width: int, height: int) -> Path:
    """Photograph a picture at twice its size, which is what slides and print need."""
    size = f"--window-size={width},{height}"
    return _let_browser(
        path, size, "--force-device-scale-factor=2", "--hide-scrollbars",
        f"--screenshot={path}", picture.as_uri(),
    )  # fmt: skip


def heights_of(html: str) -> list[int]:
    """How high each element of the class `measured` becomes on a page, in whole pixels."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "measured.html"
        page.write_text(html + _MEASURE, encoding="utf-8")
        done = _started(_program(page), f"--user-data-dir={folder}/profile", "--dump-dom",
                        "--window-size=2000,2000", page.as_uri())  # fmt: skip
    found = re.search(r'data-heights="([\d ]*)"', done.stdout)
    if not found:
        raise JourneysError(
            f"The browser measured nothing (exit code {done.returncode}).",
            where=done.stderr.strip()[-300:],
        )
    return [int(height) for height in found.group(1).split()]


def browser() -> str | None:
    """The browser to use, if there is one."""
    named = os.environ.get("JOURNEYS_BROWSER")
    if named:
        return shutil.which(named)
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def _program(path: Path) -> str:
    program = browser()
    if program is None:
        raise JourneysError(
            f"No browser is there to write {path.name}.",
            where=os.environ.get("JOURNEYS_BROWSER") or "the path of programs",
            fix="install Chromium, or name a browser in JOURNEYS_BROWSER",
        )
    return program


def _started(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - no shell; our own arguments
        [program, *_usual(), *arguments],
        capture_output=True, timeout=_LONGEST_S, check=False, text=True,
    )  # fmt: skip


def _let_browser(path: Path, *arguments: str) -> Path:
    program = _program(path)
    path.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        done = _started(program, f"--user-data-dir={profile}", *arguments)
    if not path.exists():
        raise JourneysError(
            f"The browser wrote no {path.name} (exit code {done.returncode}).",
            where=f"{program}: {done.stderr.strip()[-300:]}",
            fix="open the HTML report in a browser and print it",
        )
    return path


def _usual() -> list[str]:
    options = [
        "--headless", "--disable-gpu", "--disable-extensions", "--no-first-run",
        "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND",
    ]  # fmt: skip
    # Chromium refuses its sandbox to root, which is who runs in containers.
    return [*options, "--no-sandbox"] if _is_root() else options


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
