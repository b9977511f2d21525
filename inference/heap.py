"""Memory on a CPU: what one step lets go is kept for the next, and given back after the run.

A step makes and frees hundreds of tensors of some MB. By default glibc, where torch takes them from
it, gives most of them back to the kernel at once, and the next step pays a page fault for every
4 KB that it writes: a million in a run of five drafts of the starter, a tenth of its time.
"""

import ctypes
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

__all__ = ["freed_memory_kept"]

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # of mallopt(3)
KEPT_BYTES = 2**30  # at the heap's end
LARGEST_BLOCK = 2**25  # the most that mallopt takes; larger ones go back when they are freed
USUALLY_KEPT = 2 * LARGEST_BLOCK  # as glibc itself would, once such a block was freed


@contextmanager
def freed_memory_kept() -> Iterator[None]:
    """Keep freed memory in the process meanwhile. Only glibc needs to be told; others are left."""
    libc = _glibc()
    if libc is not None:
        libc.mallopt(M_MMAP_THRESHOLD, LARGEST_BLOCK)
        libc.mallopt(M_TRIM_THRESHOLD, KEPT_BYTES)
    try:
        yield
    finally:
        if libc is not None:
            libc.mallopt(M_TRIM_THRESHOLD, USUALLY_KEPT)
            libc.malloc_trim(0)


@lru_cache
def _glibc() -> ctypes.CDLL | None:
    if sys.platform != "linux" or platform.libc_ver()[0] != "glibc":
        return None
    return ctypes.CDLL(None)
