"""Running out of memory, told in a sentence that says what to make smaller.

with within_memory("the update of step 3", "micro_tokens (now 8192)"):
    ...
"""

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from assay.core.errors import AssayError

_SAID = ("can't allocate memory", "not enough memory", "out of memory")


@contextmanager
def within_memory(what: str, smaller: str) -> Iterator[None]:
    """Raise AssayError for what ends for want of memory; other errors pass."""
    try:
        yield
    except (torch.OutOfMemoryError, MemoryError) as error:
        raise _told(what, smaller, error) from None
    except RuntimeError as error:
        if not any(words in str(error) for words in _SAID):
            raise
        raise _told(what, smaller, error) from None


def _told(what: str, smaller: str, error: BaseException) -> AssayError:
    line = (str(error).strip().splitlines() or ["MemoryError"])[0][:200]
    return AssayError(
        f"out of memory in {what}: lower {smaller}, or train with lora=8 or precision=bfloat16; "
        f"the last checkpoint is kept ({line})"
    )
