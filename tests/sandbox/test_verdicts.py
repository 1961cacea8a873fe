"""Laws of the verdicts that are computed outside: text and value comparison, broken requests."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.sandbox import Sandbox
from assay.sandbox.judge import judge, same_text
from assay.sandbox.values import NotJson, check, read, same

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda child: st.lists(child, max_size=4) | st.dictionaries(st.text(), child, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_a_value_equals_itself_through_json(value: Any) -> None:
    assert same(value, read(json.dumps(value)))
    check(value)


@pytest.mark.parametrize(
    ("expect", "got"),
    [(1, True), (0, False), (7, 7.0), (7.0, 7), ("1", 1), (None, 0), ([], {}), ([1], [True])],
)
def test_types_are_exact(expect: Any, got: Any) -> None:
    assert not same(expect, got)


def test_numbers_mix_only_where_allowed_and_only_exactly_for_integers() -> None:
    assert same(7, 7.0, int_equals_float=True) and same(7.0, 7, int_equals_float=True)
    assert not same(7, 7.0000001, 0.1, int_equals_float=True)
    assert not same(1, True, int_equals_float=True)
    assert same([1.0], [1.05], 0.1) and not same([1.0], [1.2], 0.1)
    assert not same(10**400, 1e300, 1.0, int_equals_float=True)
    assert not same(1.0, 10**400, 1.0, int_equals_float=True)


@pytest.mark.parametrize(
    "data",
    [
        b"NaN",
        b"Infinity",
        b"1e999",
        b"",
        b"[1",
        b"\xff",
        b"[" * 70 + b"]" * 70,
        b"[" * 10**6,
        b"9" * 5000,
        b"1 2",
        b'{"a": 1, "a": 2}',
    ],
)
def test_bytes_that_are_no_value(data: bytes) -> None:
    with pytest.raises(NotJson):
        read(data)


@pytest.mark.parametrize("stdout", [b"8", b"8\n", b"8  \t\n\n\n", b"8 \n \n"])
def test_trailing_blanks_are_forgiven(stdout: bytes) -> None:
    assert same_text("8\n", stdout)


@pytest.mark.parametrize(
    "stdout",
    [
        b"8\0",
        b"8\r\n",
        b" 8",
        b"\n8",
        "８".encode(),
        b"8\n9",
        b"8.0",
        b"08",
        b"\xff8",
        b"8\x0c",
        b"8\xc2\xa0",
        b"\xef\xbb\xbf8",
        b"",
    ],
)
def test_nothing_else_is_forgiven(stdout: bytes) -> None:
    assert not same_text("8", stdout)


def test_tolerance_holds_for_decimals_alone() -> None:
    assert same_text("0.5 x", b"0.50000001 x", 1e-6)
    assert not same_text("0.5", b"0.51", 1e-6)
    assert not same_text("8", b"8.0000000001", 1e-6)
    assert not same_text("0.5", b"nan", 1e-6) and not same_text("0.5", "０.5".encode(), 1.0)


@given(st.text(), st.text())
def test_text_comparison_is_about_the_same_lines(one: str, other: str) -> None:
    def folded(text: str) -> list[str]:
        lines = [line.rstrip(" \t") for line in text.split("\n")]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    assert same_text(one, other.encode("utf-8", "replace")) == (
        folded(one) == folded(other.encode("utf-8", "replace").decode())
    )


CASE = {"stdin": "", "expect": ""}
GOOD: dict[str, Any] = {"id": 1, "lang": "python", "source": "", "cases": [CASE]}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"lang": "perl"}, "language 'perl'"),
        ({"lang": None}, "language"),
        ({"source": 3}, "source"),
        ({"source": "x" * (2 << 20)}, "source of"),
        ({"source": "\ud800"}, "surrogate"),
        ({"cases": []}, "cases"),
        ({"cases": {}}, "cases"),
        ({"cases": [{"stdin": "3"}]}, "no 'expect'"),
        ({"cases": [{"stdin": "\ud800", "expect": ""}]}, "surrogate"),
        ({"cases": [{"stdin": 3, "expect": ""}]}, "strings"),
        ({"cases": [{"call": "f", "stdin": "", "expect": ""}]}, "either"),
        ({"cases": [{"call": "f()", "expect": 1}]}, "plain name"),
        ({"cases": [{"call": "f", "args": 3, "expect": 1}]}, "args"),
        ({"lang": "c", "cases": [{"call": "f", "args": [], "expect": 1}]}, "calls are for"),
        ({"limits": {"cpu_s": "2"}}, "cpu_s"),
        ({"limits": {"cpu_s": -1}}, "cpu_s"),
        ({"limits": {"memory_mb": 10**9}}, "memory_mb"),
        ({"limits": {"memory_mb": 10**400}}, "memory_mb"),
        ({"limits": {"wall_s": 0}}, "limit wall_s is 0"),
        ({"limits": {"wall_s": 10**9}}, "limit wall_s"),
        ({"limits": {"output_kb": True}}, "output_kb"),
        ({"limits": {"cpu": 1}}, "cpu"),
        ({"limits": []}, "limits"),
        ({"compare": {"tolerance": -1}}, "compare"),
        ({"compare": {"tolerance": "x"}}, "tolerance"),
        ({"limit": {"cpu_s": 1}}, "limit"),
        ({"limits": {"surprise": 1}}, "surprise"),
    ],
)
def test_a_broken_request_is_ie_and_says_why(
    local: Sandbox, change: dict[str, Any], word: str
) -> None:
    row = judge(local, {**GOOD, **change})
    assert row["verdict"] == "IE" and word in row["error"] and row["id"] == 1


def test_a_wall_limit_alone_may_be_longer_than_any_cpu_limit(local: Sandbox) -> None:
    case = {"stdin": "", "expect": "1"}
    request = {**GOOD, "source": "print(1)", "cases": [case], "limits": {"wall_s": 200}}
    assert judge(local, request)["verdict"] == "AC"


@pytest.mark.parametrize("request_", [3, None, [], "x"])
def test_what_is_no_object_is_ie(local: Sandbox, request_: Any) -> None:
    assert judge(local, request_)["verdict"] == "IE"
