"""Files that come with the application."""

from pathlib import Path

__all__ = ["resource"]


def resource(*parts: str) -> Path:
    """The path of a bundled file or folder."""
    return Path(__file__).resolve().parent.joinpath(*parts)
