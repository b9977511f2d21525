"""``models``: what there is, install, import, verify, remove."""

import argparse
import sys

from tqdm import tqdm

from inference.console import interruptible
from inference.errors import ModelError
from inference.models.catalog import PUBLIC_MODELS, STARTER, find_model
from inference.models.spec import ModelSpec
from inference.models.store import InstalledRecord, ModelStore

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Do one action."""
    store = ModelStore()
    if options.action == "list":
        return _list(store)
    if options.action == "verify":
        return _verify(store, options.model)
    spec = PUBLIC_MODELS.get(options.model)
    if spec is None:
        known = ", ".join(PUBLIC_MODELS)
        raise ModelError(f"{options.model} cannot be installed or removed; known are {known}.")
    if options.action == "download":
        return _download(store, spec)
    if options.action == "import":
        return _installed(spec, store.import_file(spec, options.file))
    store.remove(spec)
    sys.stdout.write(f"{spec.title} was removed.\n")
    return 0


def _list(store: ModelStore) -> int:
    rows = [(find_model(STARTER)[0], "comes with Blendbrush")]
    rows += [
        (spec, "installed" if store.is_installed(spec) else "not installed")
        for spec in PUBLIC_MODELS.values()
    ]
    for spec, state in rows:
        size = f"{spec.file.size / 1e9:.1f} GB" if spec.file and spec.file.size else ""
        side = spec.unet.image_size
        sys.stdout.write(f"{spec.name:16} {side:4} px  {size:7} {state:22} {spec.about}\n")
    sys.stdout.write(f"Models are kept in {store.root}\n")
    return 0


def _verify(store: ModelStore, name: str) -> int:
    if not store.verify(name):
        raise ModelError(
            f"The file of {name} has changed since it was installed; install it again."
        )
    sys.stdout.write(f"The file of {name} is unharmed.\n")
    return 0


def _download(store: ModelStore, spec: ModelSpec) -> int:
    with tqdm(unit="B", unit_scale=True, disable=None) as bar, interruptible() as flag:

        def progress(done: int, total: int | None) -> None:
            bar.total = total
            bar.update(done - bar.n)

        record = store.fetch(spec, progress, flag.is_set)
    return _installed(spec, record)


def _installed(spec: ModelSpec, record: InstalledRecord) -> int:
    checked = (
        "its SHA-256 is the published one"
        if record.published
        else "it is not the published file itself, or none was published to compare it with; "
        "names and shapes are right"
    )
    sys.stdout.write(f"{spec.title} is installed; {checked}.\n")
    return 0
