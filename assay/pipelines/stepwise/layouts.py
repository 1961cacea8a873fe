"""The layouts by their names on the command line.

read, write = LAYOUTS["trl"]
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from assay.pipelines.stepwise import math_shepherd, prm800k, processbench, trl
from assay.pipelines.stepwise.rows import Json, Stepwise


class Layout(NamedTuple):
    """From a row and to a row; both raise UsageError for what cannot be."""

    read: Callable[[Json], Stepwise]
    write: Callable[[Stepwise], Json]


LAYOUTS: Mapping[str, Layout] = {
    module.NAME: Layout(module.read, module.write)
    for module in (trl, prm800k, math_shepherd, processbench)
}
