"""What can go wrong in the editor, each with one sentence for the user. Plain Python."""

__all__ = ["EditorError", "FileError"]


class EditorError(Exception):
    """Something could not be done. The text is one sentence: what happened and what to do."""


class FileError(EditorError):
    """A file cannot be read or written."""
