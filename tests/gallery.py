"""Makes docs/gallery.md: each application, by the command beside it: ``python -m tests.gallery``.

Nothing is picked: seed 0, the top-ranked result. ``--choose`` first runs the bundled recipes with
four candidates a step and writes the top-ranked one's number into them; it differs from model to
model.
"""

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
DOCS, SAMPLES = ROOT / "docs", Path("resources/samples")
WIDTH, GAP = 1200, 12  # pixels of a picture in the gallery
CHOICE = 4  # candidates that a step of a recipe is chosen from


@dataclass(frozen=True)
class Entry:
    """One example.

    Attributes:
        name: of its picture file.
        command: what follows ``python main.py``.
        shown: which files of its folder are shown, side by side.
        before: shown to the left of them.
    """

    name: str
    title: str
    about: str
    command: str
    shown: Sequence[str] = ("rank-01.png",)
    before: str = ""


EDIT = "edit resources/samples"
CHAIN = "edit --recipe resources/samples/chains"
ENTRIES = (
    Entry(
        "add",
        "Add an object",
        "A mask on the grass, and what should be there.",
        f'{EDIT}/meadow.jpg --mask resources/samples/meadow_mask.png --prompt "a pumpkin"',
        before="meadow.jpg",
    ),
    Entry(
        "replace",
        "Replace an object",
        "The mask covers what is there.",
        f'{EDIT}/bowl.jpg --mask resources/samples/bowl_fig_mask.png --prompt "an orange"',
        before="bowl.jpg",
    ),
    Entry(
        "remove",
        "Remove an object",
        "The starter wants to hear what is behind; a large model needs no prompt.",
        f'{EDIT}/trail.jpg --mask resources/samples/trail_stone_mask.png --prompt "grass"',
        before="trail.jpg",
    ),
    Entry(
        "background",
        "Replace the background",
        "The mask covers what stays, to the bit. At 64 pixels for the whole photo the starter "
        "paints broad strokes.",
        f'{EDIT}/bowl.jpg --mask resources/samples/bowl_mask.png --invert-mask --prompt "grass"',
        before="bowl.jpg",
    ),
    Entry(
        "scribble",
        "A scribble becomes a thing",
        "The recipe lays the scribble over the photo and edits it at strength 0.65.",
        f"{CHAIN}/scribble.json",
        ("strip.png",),
    ),
    Entry(
        "clipart",
        "Clip-art becomes a thing",
        "The same with a pasted picture, at strength 0.5; the mask comes from its alpha.",
        f"{CHAIN}/clipart.json",
        ("strip.png",),
    ),
    Entry(
        "extend",
        "Extend a picture",
        "What was there stays as it is, to the bit. Without a prompt it goes on as it is; farther "
        "out, or with one, the starter paints patches of colour.",
        "extend resources/samples/trail.jpg --right 240",
        before="trail.jpg",
    ),
    Entry(
        "many",
        "Many results",
        "64 candidates; the sheet shows the best of them, and the last for comparison.",
        f'{EDIT}/meadow.jpg --mask resources/samples/meadow_mask_2.png --prompt "a lemon" '
        "--candidates 64 --preset draft",
        ("contact_sheet.png",),
    ),
    Entry(
        "chain-21",
        "One edit after the other",
        "After the paper's figure 21: the background is replaced, then a place in it once more.",
        f"{CHAIN}/21-background.json",
        ("strip.png",),
    ),
    Entry(
        "chain-22",
        "Scribble, clip-art and an added thing",
        "After figure 22.",
        f"{CHAIN}/22-meadow.json",
        ("strip.png",),
    ),
    Entry(
        "chain-23",
        "Removed, pasted, added",
        "After figure 23.",
        f"{CHAIN}/23-trail.json",
        ("strip.png",),
    ),
    Entry(
        "chain-24",
        "Replaced one after the other",
        "After figure 24.",
        f"{CHAIN}/24-room.json",
        ("strip.png",),
    ),
)
HEAD = """# Gallery

One example of each application, on the bundled photos, with the bundled starter. Each picture was
made by the command above it: seed 0 and the top-ranked result (in a recipe, of four at each step),
nothing is picked. The starter is a very small network, see
[its card](../resources/starter/MODEL_CARD.md): all it makes is soft, and animals are often wrong.
With a public model installed, add `--model adm-256` to the same commands.

Made by `python -m tests.gallery`.
"""


def main() -> None:
    """Choose what the recipes take, if that is wanted, then make everything or what is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these pictures")
    parser.add_argument("--choose", action="store_true", help="let the recipes take the best")
    options = parser.parse_args()
    if options.choose:
        for path in sorted((ROOT / SAMPLES / "chains").glob("*.json")):
            choose(path)
    (DOCS / "gallery").mkdir(parents=True, exist_ok=True)
    for entry in ENTRIES:
        if not options.names or entry.name in options.names:
            make(entry)
    text = "\n".join([HEAD, *map(section, ENTRIES)])
    (DOCS / "gallery.md").write_text(text, encoding="utf-8")


def choose(path: Path) -> None:
    """Let every edit of a recipe take the top-ranked of the first candidates, step by step."""
    recipe = json.loads(path.read_text(encoding="utf-8"))
    for number, step in enumerate(recipe["steps"], start=1):
        if "mask" in step:
            with tempfile.TemporaryDirectory() as folder:
                picture = path.parent / recipe["picture"]
                if number > 1:
                    picture = so_far(path, recipe, number - 1, Path(folder))
                step.update(best(picture, path.parent, step))
    path.write_text(json.dumps(recipe, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def so_far(path: Path, recipe: dict[str, Any], steps: int, folder: Path) -> Path:
    """What the first steps of a recipe lead to."""
    begun = path.with_name(".begun.json")  # beside it: its paths are relative
    begun.write_text(json.dumps({**recipe, "steps": recipe["steps"][:steps]}), encoding="utf-8")
    try:
        blendbrush("edit", "--recipe", str(begun), "--out", str(folder))
    finally:
        begun.unlink()
    return folder / "final.png"


def best(picture: Path, folder: Path, step: dict[str, Any]) -> dict[str, Any]:
    """The top-ranked candidate of a step on a picture, and the wave that makes it so."""
    with tempfile.TemporaryDirectory() as out:
        options = {
            "--mask": folder / step["mask"],
            "--prompt": step["prompt"],
            "--preset": step["preset"],
            "--candidates": CHOICE,
            "--out": out,
            **{f"--{name}": value for name, value in step.get("settings", {}).items()},
        }
        # A recipe that says nothing of thin masks leaves them as they are.
        given = (str(part) for pair in options.items() for part in pair)
        blendbrush("edit", str(picture), "--keep-thin", *given)
        with Image.open(Path(out, "rank-01.png")) as result:
            recipe = json.loads(result.text["Blendbrush recipe"])  # type: ignore[attr-defined]
    return {"candidate": recipe["candidate"], "wave": recipe["wave"]}


def blendbrush(*arguments: str) -> None:
    """Run a command of the application."""
    subprocess.run([sys.executable, "main.py", *arguments], cwd=ROOT, check=True)


def make(entry: Entry) -> None:
    """Run an entry's command and keep its picture."""
    with tempfile.TemporaryDirectory() as folder:
        blendbrush(*shlex.split(entry.command), "--out", folder)
        paths = [Path(folder, name) for name in entry.shown]
        if entry.before:
            paths.insert(0, ROOT / SAMPLES / entry.before)
        side_by_side(paths).save(DOCS / "gallery" / f"{entry.name}.jpg", quality=85)


def section(entry: Entry) -> str:
    """An entry's part of the page."""
    return f"""## {entry.title}

{entry.about}

```
python main.py {entry.command}
```

![{entry.title}](gallery/{entry.name}.jpg)
"""


def side_by_side(paths: Sequence[Path]) -> Image.Image:
    """Pictures beside one another at one height, together as wide as the gallery."""
    pictures = [Image.open(path).convert("RGB") for path in paths]
    shares = [picture.width / picture.height for picture in pictures]
    height = round((WIDTH - GAP * (len(pictures) - 1)) / sum(shares))
    row = Image.new("RGB", (WIDTH, height), "white")
    left = 0
    for picture, share in zip(pictures, shares, strict=True):
        width = round(height * share)
        row.paste(picture.resize((width, height), Image.Resampling.LANCZOS), (left, 0))
        left += width + GAP
    return row


if __name__ == "__main__":
    main()
