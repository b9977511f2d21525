"""Blendbrush from the command line: arguments and exit code."""

import sys

from inference.commands import run


def main() -> int:
    """Run what was asked for; see ``python main.py --help``."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
