"""Dates and clocks. The registry of this room."""

from assay.generators.dates import (
    clock_angle,
    clock_time,
    days_between,
    invented_calendar,
    weekday,
)

FAMILIES = (
    weekday.FAMILY,
    days_between.FAMILY,
    clock_angle.FAMILY,
    clock_time.FAMILY,
    invented_calendar.FAMILY,
)

__all__ = ["FAMILIES"]
