"""The small evaluator agrees with Python on our own programs and refuses everything else."""

import pytest

from assay.generators.code.evaluate import Exhausted, Failed, Refused, call, printed

PROGRAMS = [
    ("def f(a):\n    return a // 2 % 3 - -a", (7,), 7 // 2 % 3 + 7),
    ("def f(a):\n    return [x * i for i, x in enumerate(a) if x > 1]", ([1, 2, 3],), [2, 6]),
    ("def f(a):\n    while a > 10:\n        a -= 3\n        if a == 14:\n            break\n"
     "    return a", (20,), 14),
    ("def f(a):\n    t = 0\n    for x in a:\n        if x < 0:\n            continue\n"
     "        t += x\n    return t", ([1, -2, 3],), 4),
    ("def f(a):\n    left, right = (a, 4)\n    left, right = (right, left % right)\n"
     "    return [left, right]", (10,), [4, 2]),
    ("def f(a):\n    return a[::-1] + a[1:3].upper()", ("abcd",), "dcbaBC"),
    ("def f(a):\n    b = {}\n    for c in a:\n        b[c] = b.get(c, 0) + 1\n    return b",
     ("aab",), {"a": 2, "b": 1}),
    ("def f(a):\n    return 1 <= a <= 5 and (not a == 3)", (4,), True),
    ("def f(a):\n    return max(a, default=7)", ([],), 7),
    ("def f(a):\n    x = 5\n    b = [x for x in a]\n    return x", ([1, 2],), 5),
]  # fmt: skip


@pytest.mark.parametrize(("source", "args", "value"), PROGRAMS)
def test_values(source: str, args: tuple[object, ...], value: object) -> None:
    assert call(source, "f", args) == value


@pytest.mark.parametrize(
    "body",
    [
        "return a.__class__",
        "import os",
        "return (lambda x: x)(a)",
        "return open('x')",
        "return f'{a}'",
        "return a ** 2",
        "del a",
        "return [*a]",
        "global b",
        "a.b = 1",
        "return eval('1')",
        "try:\n        return 1\n    finally:\n        pass",
    ],
)
def test_everything_outside_the_subset_is_refused(body: str) -> None:
    with pytest.raises((Refused, Failed)):
        call(f"def f(a):\n    {body}", "f", (1,))


@pytest.mark.parametrize(
    "body",
    [
        "while True:\n        a += 1",
        "while True:\n        a = a * a + 2",
        "return 'x' * 100000000",
        "return [0] * 10000000000",
        "return sum(range(10 ** 9)) if False else sum(range(1000000000))",
        "while True:\n        pass",
    ],
)
def test_the_budget_ends_everything(body: str) -> None:
    with pytest.raises((Exhausted, Refused)):
        call(f"def f(a):\n    {body}", "f", (2,))


@pytest.mark.parametrize("body", ["return a[0]", "return a // 0", "return b", "return int('x')"])
def test_a_program_that_raises_has_failed(body: str) -> None:
    with pytest.raises(Failed):
        call(f"def f(a):\n    {body}", "f", (1,))


def test_a_script_prints() -> None:
    assert printed("a = 3\nfor i in range(2):\n    a += i\n    print(a)\nprint(a * 2)") == [3, 4, 8]
