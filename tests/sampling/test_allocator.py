"""Keeping memory is asked for once and changes no figure."""

import subprocess
import sys

CODE = """
import resource, sys
from assay.sampling.allocator import keep_memory
kept = keep_memory()
assert keep_memory() is kept
def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    bytearray(1 << 22)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
faults()
sys.exit(kept and faults() > 500)
"""


def test_a_freed_block_is_used_again_without_new_pages() -> None:
    assert subprocess.run([sys.executable, "-c", CODE], check=False).returncode == 0
