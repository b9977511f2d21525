"""What a step lets go is kept for the next one, and given back after the run."""

import platform
import subprocess
import sys

import pytest

from inference import heap

GLIBC = sys.platform == "linux" and platform.libc_ver()[0] == "glibc"
PAGES_A_STEP = 4 * 24 * 2**20 // 4096

# In a process of its own: what is told to the allocator holds to the process's end.
STEPS = """
import resource
import psutil
from inference.heap import freed_memory_kept

def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

def step():
    return len([b"x" * (24 << 20) for _ in range(4)])  # more together than glibc ever keeps

process = psutil.Process()
with freed_memory_kept():
    step()
    before = faults()
    for _ in range(20):
        step()
    print(faults() - before, process.memory_info().rss)
print(process.memory_info().rss)
"""


def measured() -> tuple[int, int]:
    """Page faults of 20 steps that write 96 MB each, and the bytes given back after the last."""
    command = [sys.executable, "-c", STEPS]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    faults, within, after = map(int, said)
    return faults, within - after


@pytest.mark.skipif(not GLIBC, reason="only glibc is told")
def test_steps_write_where_the_step_before_wrote() -> None:
    faults, given_back = measured()
    assert faults < 20 * PAGES_A_STEP / 10
    assert given_back > 90e6


def test_other_allocators_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "libc_ver", lambda: ("", ""))
    heap._glibc.cache_clear()
    with heap.freed_memory_kept():
        assert heap._glibc() is None
    heap._glibc.cache_clear()
