"""The command in a process of its own, and a small project for it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
HELPDESK = """
[[source]]
name = "helpdesk"
files = ["log.csv"]
timezone = "UTC"
[source.columns]
event = "activity"
occurred_at = "timestamp"
case_id = "case_id"
[[journey]]
name = "ticket"
boundary = "case"
case = "case_id"
goal = ["Closed"]
timeout = "30 days"
"""
LOG = """case_id,activity,timestamp
1,Opened,2025-01-01 10:00
1,Closed,2025-01-02 10:00
2,Opened,2025-01-03 10:00
"""


def write_project(folder: Path, log: str = LOG) -> Path:
    (folder / "journeys.toml").write_text(HELPDESK)
    (folder / "log.csv").write_text(log)
    return folder


def journeys(
    *arguments: str, cwd: Path, key: str | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "JOURNEYS_KEY"}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    if key is not None:
        environment["JOURNEYS_KEY"] = key
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=cwd, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
