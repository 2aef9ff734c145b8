"""Run one task in a process of its own: `python -m benchmarks.task module:function '["a"]'`."""

import importlib
import json
import sys


def main() -> None:
    """Call the function that the command line names; print what it returns."""
    module, _, name = sys.argv[1].partition(":")
    told = getattr(importlib.import_module(f"benchmarks.{module}"), name)(*json.loads(sys.argv[2]))
    if told is not None:
        sys.stdout.write(f"{told}\n")


if __name__ == "__main__":
    main()
