"""Small machines and languages to be followed by hand. The registry of this room."""

from assay.generators.code.machines import assembly, loop_count, tiny_lisp, turtle_path

FAMILIES = (assembly.FAMILY, turtle_path.FAMILY, tiny_lisp.FAMILY, loop_count.FAMILY)

__all__ = ["FAMILIES"]
