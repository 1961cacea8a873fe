"""Queries over tables that were never seen before: written, repaired, and carried out by hand."""

from assay.generators.code.sql import (
    sql_group,
    sql_join,
    sql_nested,
    sql_repair,
    sql_result,
    sql_select,
    sql_window,
)
from assay.generators.family import Family

FAMILIES: tuple[Family, ...] = (
    sql_select.FAMILY,
    sql_join.FAMILY,
    sql_group.FAMILY,
    sql_nested.FAMILY,
    sql_window.FAMILY,
    sql_repair.FAMILY,
    sql_result.FAMILY,
)
