"""The models that can be used on this machine at once. Loads no model and no torch."""

from dataclasses import dataclass
from pathlib import Path

from editor.ui.prompt_bar.concepts import Concepts, read_concepts
from inference.models.catalog import PUBLIC_MODELS, STARTER, find_model
from inference.models.places import is_installed, models_folder
from inference.models.spec import ModelSpec

__all__ = ["Installed", "installed_models"]

CLIP_CONTEXT = 77  # tokens, start and end marks included, where a description names no other


@dataclass(frozen=True)
class Installed:
    """A model that is here.

    Attributes:
        name: what a request calls it.
        concepts: all that it knows; None for a model that knows too much to list.
    """

    name: str
    spec: ModelSpec
    concepts: Concepts | None

    @property
    def token_limit(self) -> int:
        """How many tokens of a prompt it reads, start and end marks left out."""
        text = self.spec.clip.config.get("text_cfg", {})
        return int(text.get("context_length", CLIP_CONTEXT)) - 2


def installed_models(root: Path | None = None) -> list[Installed]:
    """The starter, then what was installed.

    Args:
        root: folder of models; the user's own by default.

    Raises:
        ModelError: the starter is damaged.
    """
    folder = root if root is not None else models_folder()
    names = [name for name, spec in PUBLIC_MODELS.items() if is_installed(folder, spec)]
    models = []
    for name in (STARTER, *names):
        spec, place = find_model(name)
        models.append(Installed(name, spec, read_concepts(place or folder / spec.name)))
    return models
