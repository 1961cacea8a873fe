"""Formulas that a step may state by their usual letters, without a word of where they come from.

    is_formula(left, right) of "c^2 = a^2 + b^2 - 2ab cos C"  ->  True

They only confirm: a formula that is not here is not wrong for that. The letters are those of the
school books; sides may change places, and each side may be written in any way that is equal. Only
what is true whatever the problem is about has a place here: `A = b h` is right of a rectangle and a
slip of a triangle.
"""

from functools import cache

from assay.checkers.nodes import Node, symbols
from assay.checkers.prose.values import node_of, same

_FORMULAS = r"""
c^2 = a^2+b^2-2*a*b*\cos C
b^2 = a^2+c^2-2*a*c*\cos B
a^2 = b^2+c^2-2*b*c*\cos A
\cos C = \frac {a^2+b^2-c^2}{2*a*b}
\cos B = \frac {a^2+c^2-b^2}{2*a*c}
\cos A = \frac {b^2+c^2-a^2}{2*b*c}
\frac {a}{\sin A} = \frac {b}{\sin B}
\frac {a}{\sin A} = \frac {c}{\sin C}
\frac {b}{\sin B} = \frac {c}{\sin C}
\frac {\sin A}{a} = \frac {\sin B}{b}
A = \pi r^2
C = 2\pi r
C = \pi d
V = \frac {4}{3}\pi r^3
A = \frac {1}{2}*a*b*\sin C
s = \frac {a+b+c}{2}
A = \sqrt {s(s-a)(s-b)(s-c)}
m = \frac {y_2-y_1}{x_2-x_1}
y = m*x+b
y = m*x+c
y-y_1 = m*(x-x_1)
d = \sqrt {(x_2-x_1)^2+(y_2-y_1)^2}
D = b^2-4*a*c
\Delta = b^2-4*a*c
x = -\frac {b}{2*a}
d = v*t
s = v*t
v = \frac {d}{t}
t = \frac {d}{v}
d = r*t
F = m*a
E = m*c^2
C_1*V_1 = C_2*V_2
c_1*V_1 = c_2*V_2
M_1*V_1 = M_2*V_2
abs(z*w) = abs(z)*abs(w)
\log (a*b) = \log a+\log b
\log (x*y) = \log x+\log y
\ln (a*b) = \ln a+\ln b
\ln (x*y) = \ln x+\ln y
\ln \frac {a}{b} = \ln a-\ln b
\log \frac {a}{b} = \log a-\log b
(\cos \theta +i\sin \theta )^n = \cos (n*\theta )+i\sin (n*\theta )
(\cos x+i\sin x)^n = \cos (n*x)+i\sin (n*x)
e^{i\theta } = \cos \theta +i\sin \theta
"""


def is_formula(left: Node, right: Node) -> bool:
    """Whether two sides are those of a known formula, in either order."""
    known = _by_letters().get(symbols(left) | symbols(right), ())
    return any(
        (same(left, a) is True and same(right, b) is True)
        or (same(left, b) is True and same(right, a) is True)
        for a, b in known
    )


@cache
def _by_letters() -> dict[frozenset[str], list[tuple[Node, Node]]]:
    found: dict[frozenset[str], list[tuple[Node, Node]]] = {}
    for line in _FORMULAS.strip().splitlines():
        left, right = (node_of(side) for side in line.split(" = "))
        assert left is not None and right is not None, line
        found.setdefault(symbols(left) | symbols(right), []).append((left, right))
    return found
