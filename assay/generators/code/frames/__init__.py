"""Tables in, a table out: functions on lists of dicts, and what such a function gives."""

from assay.generators.code.frames import (
    frame_filter,
    frame_group,
    frame_join,
    frame_reshape,
    frame_result,
    frame_window,
)
from assay.generators.family import Family

FAMILIES: tuple[Family, ...] = (
    frame_filter.FAMILY,
    frame_group.FAMILY,
    frame_join.FAMILY,
    frame_reshape.FAMILY,
    frame_window.FAMILY,
    frame_result.FAMILY,
)
