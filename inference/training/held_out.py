"""The photos of a packed set that no training shows, for evaluation."""

from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from inference.errors import RequestError

__all__ = ["read_held_out"]


def read_held_out(path: Path) -> NDArray[np.uint8]:
    """Photos of a set that ``train data`` packed, shape (N, 384, 384, 3).

    Raises:
        RequestError: the file is no such set, or an old one without them.
    """
    try:
        with np.load(path, allow_pickle=False) as data:
            photos: NDArray[np.uint8] = data["held_out"]
            return photos
    except (OSError, ValueError, KeyError, BadZipFile, EOFError) as error:
        raise RequestError(
            f"{path} holds no photos for evaluation; make it anew with: python main.py train data"
        ) from error
