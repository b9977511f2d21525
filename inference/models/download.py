"""A resumable download: nothing counts as fetched before the whole file has the right hash."""

import json
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import requests

from inference.errors import Cancelled, DownloadError
from inference.models.load import file_sha256
from inference.models.spec import ModelFile

__all__ = ["download"]

CHUNK = 1 << 20
TIMEOUTS = (10, 30)  # connect, read; seconds
TRIES = 4

Progress = Callable[[int, int | None], None]


def download(
    source: ModelFile,
    target: Path,
    progress: Progress,
    cancelled: Callable[[], bool] = lambda: False,
    pause: float = 1.0,
) -> None:
    """Fetch a file, resuming what an earlier try left behind.

    Args:
        source: where it is; its hash and size are checked where they are known.
        target: where it goes. Beside it live ``.part`` and ``.part.json`` until it is whole.
        progress: told bytes so far and in all (None while unknown).
        cancelled: asked after every megabyte; the part is kept for the next time.
        pause: seconds before the second try, doubled before each further one.

    Raises:
        DownloadError: no network, no room, or the file is not what it should be.
        Cancelled: asked to stop.
    """
    part = target.with_name(target.name + ".part")
    part.parent.mkdir(parents=True, exist_ok=True)
    for attempt in range(TRIES):
        try:
            _fetch(source, part, progress, cancelled)
            break
        except requests.RequestException as error:
            if attempt + 1 == TRIES or _is_final(error):
                raise DownloadError(
                    f"{source.url} could not be fetched ({_cause(error)}); what has arrived is "
                    "kept, so try again later, or fetch it yourself and use: models import."
                ) from error
            time.sleep(pause * 2**attempt)
    if source.sha256 is not None and file_sha256(part) != source.sha256:
        _forget(part)
        raise DownloadError(
            "What was fetched is not the published file (its SHA-256 differs) and was deleted; "
            "try again."
        )
    part.replace(target)
    _forget(part)


def _fetch(
    source: ModelFile, part: Path, progress: Progress, cancelled: Callable[[], bool]
) -> None:
    have, tag = _resumable(part)
    headers = {"Accept-Encoding": "identity"}  # ranges and sizes are those of the file itself
    if have and have == source.size:
        return  # all of it came before; only the check is missing
    if have:
        headers |= {"Range": f"bytes={have}-", "If-Range": tag}
    with requests.get(source.url, headers=headers, stream=True, timeout=TIMEOUTS) as answer:
        if answer.status_code == requests.codes.requested_range_not_satisfiable:
            if answer.headers.get("Content-Range") == f"bytes */{have}":
                return  # likewise, of a file whose size is not published
            _forget(part)
            raise requests.ConnectionError("the part was longer than the file")
        answer.raise_for_status()
        resumed = answer.status_code == requests.codes.partial_content
        if resumed and not answer.headers.get("Content-Range", "").startswith(f"bytes {have}-"):
            _forget(part)
            raise requests.ConnectionError("the server resumed at another place")
        done = have if resumed else 0
        total = _total(source, answer.headers, done)
        _check_room(part, total, done)
        _remember_tag(part, answer.headers)
        with part.open("ab" if resumed else "wb") as file:
            for chunk in answer.iter_content(CHUNK):
                file.write(chunk)
                done += len(chunk)
                progress(done, total)
                if cancelled():
                    raise Cancelled("Stopped; what has arrived is kept.")
        if total is not None and done != total:
            raise requests.ConnectionError(f"{done} of {total} bytes arrived")


def _resumable(part: Path) -> tuple[int, str]:
    """How much of the file is here, and the tag that says which file it was."""
    try:
        tag = str(json.loads(_tag_path(part).read_text(encoding="utf-8"))["tag"])
        return (part.stat().st_size, tag) if tag else (0, "")
    except (OSError, ValueError, KeyError):
        return 0, ""


def _remember_tag(part: Path, headers: Mapping[str, str]) -> None:
    tag = headers.get("ETag", headers.get("Last-Modified", ""))
    if tag.startswith("W/"):
        tag = ""  # a weak tag says "much the same", which is not enough to append to
    _tag_path(part).write_text(json.dumps({"tag": tag}), encoding="utf-8")


def _tag_path(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _tag_path(part).unlink(missing_ok=True)


def _total(source: ModelFile, headers: Mapping[str, str], done: int) -> int | None:
    if source.size is not None:
        return source.size
    length = headers.get("Content-Length")
    return done + int(length) if length is not None and length.isdigit() else None


def _check_room(part: Path, total: int | None, done: int) -> None:
    # The converted copy is written beside the download before that is deleted.
    wanted = int(1.6 * (total or 0)) - done
    free = shutil.disk_usage(part.parent).free
    if wanted > free:
        raise DownloadError(
            f"{part.parent} needs {wanted / 1e9:.1f} GB of free space and has {free / 1e9:.1f} GB."
        )


def _is_final(error: requests.RequestException) -> bool:
    """Whether asking again is no use: the server says that there is no such file for us."""
    answer = error.response
    return answer is not None and answer.status_code in (401, 403, 404, 410)


def _cause(error: requests.RequestException) -> str:
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"the server answered {error.response.status_code}"
    return "the network cannot be reached" if "Max retries" in str(error) else str(error)
