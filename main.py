"""Blendbrush: arguments and exit code.

Without arguments the editor opens; with file names it opens them; with a command it runs without a
window.
"""

import sys
from pathlib import Path

__all__ = ["main"]

COMMANDS = ("edit", "extend", "models", "benchmark", "train", "evaluate")


def main() -> int:
    """Do what was asked for; see ``python main.py --help``."""
    arguments = sys.argv[1:]
    if arguments[:2] == ["benchmark", "editor"]:
        from editor.benchmark import run as measure

        return measure(arguments[2:])
    if arguments and (arguments[0] in COMMANDS or arguments[0].startswith("-")):
        from inference.commands import run

        return run(arguments)
    missing = next((name for name in arguments if not Path(name).exists()), None)
    if missing is not None:
        sys.stderr.write(f"blendbrush: There is no file or command {missing}; see --help.\n")
        return 2
    from editor.app import run as open_editor

    return open_editor([Path(name) for name in arguments])


if __name__ == "__main__":
    sys.exit(main())
