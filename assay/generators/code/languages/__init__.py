"""Programs in JavaScript, C++ and C, and translations between them and Python."""

from assay.generators.code.languages import (
    c_function,
    cpp_function,
    cpp_output,
    cpp_repair,
    cpp_to_javascript,
    cpp_to_python,
    javascript_function,
    javascript_output,
    javascript_repair,
    javascript_to_cpp,
    javascript_to_python,
    python_to_cpp,
    python_to_javascript,
)
from assay.generators.family import Family

FAMILIES: tuple[Family, ...] = (
    python_to_javascript.FAMILY,
    javascript_to_python.FAMILY,
    python_to_cpp.FAMILY,
    cpp_to_python.FAMILY,
    javascript_to_cpp.FAMILY,
    cpp_to_javascript.FAMILY,
    javascript_function.FAMILY,
    javascript_repair.FAMILY,
    cpp_function.FAMILY,
    cpp_repair.FAMILY,
    javascript_output.FAMILY,
    cpp_output.FAMILY,
    c_function.FAMILY,
)
