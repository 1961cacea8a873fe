"""Keep freed memory in the process, for work that frees and takes the same megabytes all the time.

    keep_memory()      # once a process; on glibc only, elsewhere nothing happens

glibc gives blocks of more than 128 kB back to the kernel as soon as they are freed, so every tensor
of a decode or training step is made of fresh pages that the kernel zeroes one fault at a time.
What it is worth is measured in docs/decode.md. Figures that a run writes do not depend on it.
"""

import ctypes
from functools import cache

M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_THRESHOLD = -1, -2, -3
KEEP = 2**31 - 1
LARGEST_BLOCK = 2**30


@cache
def keep_memory() -> bool:
    """Tell glibc's malloc to keep what is freed; whether it did. See mallopt(3)."""
    try:
        mallopt = ctypes.CDLL("libc.so.6").mallopt
    except (OSError, AttributeError):
        return False
    wanted = ((M_MMAP_THRESHOLD, LARGEST_BLOCK), (M_TRIM_THRESHOLD, KEEP), (M_TOP_PAD, 64 * 2**20))
    return all([mallopt(name, value) == 1 for name, value in wanted])
