"""Logic, states, graphs and games. The registry of this room."""

from assay.generators.logic import (
    grid_walk,
    growing_string,
    maze_path,
    object_swaps,
    object_tracking,
    stacks_and_queues,
    string_rewriting,
)

FAMILIES = (
    string_rewriting.FAMILY,
    growing_string.FAMILY,
    object_swaps.FAMILY,
    stacks_and_queues.FAMILY,
    object_tracking.FAMILY,
    grid_walk.FAMILY,
    maze_path.FAMILY,
)

__all__ = ["FAMILIES"]
