"""What can go wrong, each with one sentence for the user. Plain Python."""

__all__ = ["Cancelled", "DownloadError", "InferenceError", "ModelError", "RequestError"]


class InferenceError(Exception):
    """A run failed. The text is one sentence: what happened and what to do."""


class RequestError(InferenceError):
    """The request itself cannot be run: bad picture, mask, prompt or settings."""


class ModelError(InferenceError):
    """A model is missing, damaged or not what it claims to be."""


class DownloadError(InferenceError):
    """A file could not be fetched; the network, the server or the disk is in the way."""


class Cancelled(InferenceError):  # noqa: N818  stopping is no error
    """The user stopped it."""
