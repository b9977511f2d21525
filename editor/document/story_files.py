"""Writes the story of a picture into a folder of its own, whole or not at all."""

import os
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from editor.document.errors import FileError
from editor.document.openraster_png import encode_png
from editor.document.state import State
from editor.document.story import Story, story_of
from editor.document.words import translate
from inference.chain import chain_text
from inference.provenance import Provenance
from inference.strip import write_strip

__all__ = ["RECIPE", "ExportedStory", "export_story"]

RECIPE, STRIP = "recipe.json", "strip.png"


@dataclass(frozen=True)
class ExportedStory:
    """What was written.

    Attributes:
        files: the recipe first.
        notices: a sentence for every result that is in it as a picture only.
    """

    files: tuple[Path, ...]
    notices: tuple[str, ...]


def export_story(state: State, folder: Path) -> ExportedStory:
    """Write picture, masks, pasted pictures, recipe and strip. It may run in any thread.

    Args:
        state: one that nobody changes meanwhile.
        folder: it must be new or empty.

    Raises:
        FileError: the folder holds something, or cannot be written.
        EditorError: there is nothing to tell.
    """
    _check_empty(folder)
    story = story_of(state)
    scratch = folder.with_name(f".{folder.name[:50]}.{secrets.token_hex(4)}.part")
    try:
        scratch.mkdir(parents=True)
        names = _write_to(scratch, story)
        with suppress(FileNotFoundError):
            folder.rmdir()  # an empty one; the renaming would not replace it everywhere
        scratch.replace(folder)
    except OSError as error:
        text = translate(
            "Story", "The story could not be written to {folder} ({why}); choose another place."
        )
        why = error.strerror or error
        raise FileError(text.format(folder=folder, why=why)) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return ExportedStory(tuple(folder / name for name in names), tuple(story.notices))


def _check_empty(folder: Path) -> None:
    try:
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            return
    except OSError as error:
        text = translate("Story", "{folder} cannot be used ({why}); choose another place.")
        raise FileError(text.format(folder=folder, why=error.strerror)) from error
    text = translate("Story", "{folder} is not empty; choose a new folder.")
    raise FileError(text.format(folder=folder))


def _write_to(scratch: Path, story: Story) -> list[str]:
    (scratch / RECIPE).write_text(chain_text(story.chain), encoding="utf-8")
    told = Provenance(", ".join(story.models)) if story.models else None
    write_strip(scratch / STRIP, story.frames, told)
    for name, array in story.files.items():
        with (scratch / name).open("wb") as file:
            file.writelines(encode_png(array))
            file.flush()
            os.fsync(file.fileno())
    return [RECIPE, STRIP, *map(str, story.files)]
