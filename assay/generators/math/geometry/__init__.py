"""Families of geometry: the plane and space in coordinates, triangles, solids."""

from assay.generators.family import Family
from assay.generators.math.geometry import (
    circle_through_points,
    line_equation,
    locus_equation,
    normal_vector,
    plane_maps,
    point_line_distance,
    polygon_area,
    solid_volume,
    triangle_measures,
)

FAMILIES: tuple[Family, ...] = (
    polygon_area.FAMILY,
    circle_through_points.FAMILY,
    line_equation.FAMILY,
    triangle_measures.FAMILY,
    solid_volume.FAMILY,
    plane_maps.FAMILY,
    point_line_distance.FAMILY,
    normal_vector.FAMILY,
    locus_equation.FAMILY,
)
