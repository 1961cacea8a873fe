"""Logic, states, graphs and games. The registry of this room."""

from assay.generators.logic import (
    assignment_puzzle,
    comparison_order,
    gate_circuit,
    grid_walk,
    growing_string,
    knights_and_knaves,
    maze_path,
    mini_sudoku,
    nim_move,
    object_swaps,
    object_tracking,
    queue_order,
    stacks_and_queues,
    string_rewriting,
    syllogism,
    truth_assignment,
    truth_table,
    water_jugs,
)

FAMILIES = (
    string_rewriting.FAMILY,
    growing_string.FAMILY,
    object_swaps.FAMILY,
    stacks_and_queues.FAMILY,
    object_tracking.FAMILY,
    grid_walk.FAMILY,
    maze_path.FAMILY,
    knights_and_knaves.FAMILY,
    truth_assignment.FAMILY,
    truth_table.FAMILY,
    syllogism.FAMILY,
    comparison_order.FAMILY,
    queue_order.FAMILY,
    assignment_puzzle.FAMILY,
    mini_sudoku.FAMILY,
    nim_move.FAMILY,
    gate_circuit.FAMILY,
    water_jugs.FAMILY,
)

__all__ = ["FAMILIES"]
