"""What can be typed after ``evaluate``."""

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import get_args

from inference.request import PRESETS, EditSettings, GuidanceName
from resources import resource

__all__ = ["add_evaluate"]

PARTS = "top1,labels,augmentations,steps,methods"
MODULES = {
    "starter": "commands.evaluate",
    "paper": "commands.evaluate",
    "guidance": "evaluation.guidance_report",
    "ranking": "evaluation.ranking_report",
    "stopping": "evaluation.stopping_report",
    "refine": "evaluation.refinement",
    "thin": "evaluation.thin",
}


def add_evaluate(parser: argparse.ArgumentParser) -> None:
    """Add the actions of ``evaluate`` and their options."""
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    starter = actions.add_parser("starter", help="is what was prompted there, and first?")
    _add_prompted(starter, candidates=8, preset="draft", prompts="40")
    add = starter.add_argument
    add("--photos", type=int, default=3, metavar="N", help="how many sample photos, 1 to 5 (3)")
    add("--parts", default=PARTS, help=f"with commas between, of {PARTS} (default: all)")
    add("--few", type=int, default=12, metavar="N", help="pairs in all parts but top1 (12)")
    add("--few-candidates", type=int, default=2, metavar="N", help="candidates of each (2)")
    _add_settings(starter)
    paper = actions.add_parser("paper", help="the comparisons of the paper")
    _add_prompted(paper, candidates=2, preset="paper", prompts="")
    paper.add_argument("--inputs", type=int, default=12, metavar="N", help="how many (12)")
    _add_settings(paper)
    guidance = actions.add_parser("guidance", help="through the network, or directly")
    _add_prompted(guidance, candidates=2, preset="draft", prompts="")
    guidance.add_argument("--photos", type=int, default=3, metavar="N", help="1 to 5 (3)")
    guidance.add_argument("--few", type=int, default=0, metavar="N", help="pairs (0: all)")
    _add_label_weight(guidance)
    for name, what in (
        ("ranking", "what fools the ranking"),
        ("stopping", "how early weak candidates can be told"),
    ):
        action = actions.add_parser(name, help=what)
        action.add_argument("--prompts", type=int, default=24, metavar="N", help="how many (24)")
        _add_run(action, candidates=8)
    for name, what in (
        ("refine", "sharpness of refined results"),
        ("thin", "masks of a few pixels, with and without shrinking"),
    ):
        action = actions.add_parser(name, help=what)
        action.add_argument("--photos", type=int, default=2, metavar="N", help="1 to 5 (2)")
        _add_run(action, candidates=2)
    for name, action in actions.choices.items():
        action.set_defaults(run=_later(MODULES[name]), action=name)
        folder = Path("evaluation") / name
        action.add_argument("--out", type=Path, default=folder, help=f"folder (default: {folder})")


def _later(module: str) -> Callable[[argparse.Namespace], int]:
    """The ``run`` function of an evaluation's module, imported when it is called."""

    def call(options: argparse.Namespace) -> int:
        return int(import_module(f"inference.{module}").run(options))

    return call


def _add_run(parser: argparse.ArgumentParser, candidates: int) -> None:
    what = f"candidates of a run ({candidates})"
    parser.add_argument("--candidates", type=int, default=candidates, metavar="N", help=what)


def _add_prompted(
    parser: argparse.ArgumentParser, candidates: int, preset: str, prompts: str
) -> None:
    add = parser.add_argument
    add("--model", default=EditSettings().model, help="a name from `models list`, or a folder")
    add("--judge", type=Path, metavar="FOLDER", default=resource("judge"), help="another judge")
    many = "how many things (the starter's, else the judge's), or prompts with commas between"
    add("--prompts", default=prompts, help=f"{many} ({prompts or 'all that the judge knows'})")
    add("--preset", choices=list(PRESETS), default=preset, help=f"default: {preset}")
    add("--seed", type=int, default=0, metavar="N", help="of the first pair; then counted up (0)")
    add("--device", help="cpu, cuda, cuda:1 or mps (default: the best there is)")
    _add_run(parser, candidates)


def _add_label_weight(parser: argparse.ArgumentParser) -> None:
    what = "pull of the label that a prompt names (the model's)"
    parser.add_argument("--label-weight", type=float, metavar="W", help=what)


def _add_settings(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--strength", type=float, metavar="S", help="above 0 to 1 (the model's)")
    add("--text-weight", type=float, metavar="W", help="pull of the prompt (the model's)")
    _add_label_weight(parser)
    add("--guidance", choices=get_args(GuidanceName), default="model", help="how CLIP steers")
    add("--precision", help="float32, float16 or bfloat16 (default: the device's)")
