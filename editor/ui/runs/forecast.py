"""What can be told of a run before it begins: its region, time and memory."""

from editor.document.state import State
from editor.ui.prompt_bar.installed import Installed
from editor.ui.prompt_bar.modes import Mode, effective_mask
from inference.events import Box
from inference.region_geometry import mask_box, place_region, significant

__all__ = ["memory_bytes", "next_region", "region_text"]

AT_A_TIME = {"cuda": 16, "mps": 4, "cpu": 4}  # candidates, where memory allows


def next_region(mode: Mode, state: State, model: Installed) -> Box | None:
    """The region of a run that would begin now; None where nothing is masked."""
    if not state.mask.array.any():
        return None
    mask = significant(effective_mask(mode, state))
    if not mask.any():
        return None
    size, share = model.spec.unet.image_size, model.spec.tuning.min_mask_share
    return place_region(mask_box(mask), state.width, state.height, size, share)


def memory_bytes(model: Installed, candidates: int, device: str) -> int:
    """About what a run takes.

    Args:
        device: as a person writes it: cpu, cuda:0, mps; "" while it is not known.
    """
    cost = model.spec.cost
    width = min(candidates, AT_A_TIME.get(device.partition(":")[0], AT_A_TIME["cpu"]))
    return cost.weight_bytes + width * cost.activation_bytes


def region_text(region: Box, side: int) -> str:
    """A region's size, and the model's: "470 × 470 → 64"."""
    return f"{region.width} × {region.height} → {side}"
