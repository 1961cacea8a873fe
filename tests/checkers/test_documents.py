"""Documents: JSON to a schema and tables, strictly read and completely judged."""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.checkers import grade
from assay.checkers.documents import stated_document
from assay.checkers.json_shape import NotJson, fulfils, read_json
from assay.checkers.table_text import same_table
from assay.checkers.witness import holds
from assay.core.errors import UsageError
from assay.core.records import Answer

WHOLE = {"is": "integer", "least": 2, "most": 20, "multiple": 2}
TEXT = {"is": "text", "length": [3, 5], "starts": "a", "ends": "b", "has": "qx", "lacks": "e"}
LIST = {"is": "array", "count": 3, "item": {"is": "integer", "least": 1, "most": 9}, "rising": True}
WORDS = {"is": "array", "count": 2, "item": {"is": "text", "length": [2, 4]}, "distinct": True}
RIGHT = {"n": 6, "t": "aqxb", "l": [1, 2, 3], "w": ["ox", "xo"], "o": {"f": True, "c": "red"}}
INNER = {
    "is": "object",
    "members": [["f", {"is": "boolean"}], ["c", {"is": "one of", "values": ["red", "blue"]}]],
}
SHAPE = {
    "is": "object",
    "members": [["n", WHOLE], ["t", TEXT], ["l", LIST], ["w", WORDS], ["o", INNER]],
}
RELATIONS = [
    {
        "rule": "sum",
        "sign": "=",
        "parts": [{"path": ["l"], "of": "total"}],
        "to": {"path": ["n"], "of": "value"},
    },
    {
        "rule": "product",
        "sign": "=",
        "parts": [{"path": ["n"], "of": "value"}, {"path": ["t"], "of": "length"}],
        "to": {"number": 24},
    },
    {
        "rule": "sum",
        "sign": "<",
        "parts": [{"path": ["o", "f"], "of": "truth"}],
        "to": {"path": ["t"], "of": "length"},
    },
    {"rule": "chain", "path": ["w"]},
    {"rule": "spells", "path": ["w"], "word": "ox"},
]
WANTED = {"type": "json", "shape": SHAPE, "relations": RELATIONS}
GOLD = Answer("witness", json.dumps(RIGHT), {"property": WANTED})


def test_a_document_with_everything_is_right() -> None:
    assert holds(WANTED, json.dumps(RIGHT))
    assert holds(WANTED, json.dumps(RIGHT, indent=4))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["n"], 6.0),
        (["n"], "6"),
        (["n"], 7),
        (["n"], 22),
        (["n"], True),
        (["n"], None),
        (["n"], 8),
        (["t"], "aqxxb"),
        (["t"], "bqxb"),
        (["t"], "aqxa"),
        (["t"], "axqb"),
        (["t"], "AQXB"),
        (["t"], "aqx\u0431"),
        (["l"], [1, 2, 4]),
        (["l"], [1, 3, 2]),
        (["l"], [0, 2, 4]),
        (["l"], [1, 5]),
        (["l"], [True, 2, 3]),
        (["l"], "123"),
        (["w"], ["ox", "ox"]),
        (["w"], ["ox", "yo"]),
        (["w"], ["xo", "ox"]),
        (["w"], [["o"], ["x"]]),
        (["o"], [True, "red"]),
        (["o", "f"], 1),
        (["o", "f"], "true"),
        (["o", "c"], "green"),
        (["o", "c"], True),
        (["o", "c"], ["red"]),
        (["o", "more"], 1),
        (["more"], 1),
    ],
)
def test_one_change_makes_it_wrong(path: list[str], value: Any) -> None:
    document = json.loads(json.dumps(RIGHT))
    *inner, last = path
    for name in inner:
        document = document[name]
    whole = json.loads(json.dumps(RIGHT))
    target = whole
    for name in inner:
        target = target[name]
    target[last] = value
    assert not holds(WANTED, json.dumps(whole))


@pytest.mark.parametrize("name", list(RIGHT))
def test_no_key_may_be_missing(name: str) -> None:
    assert not holds(WANTED, json.dumps({k: v for k, v in RIGHT.items() if k != name}))


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"a":1}',
        '{"o":{"b":1,"b":2}}',
        '{"a":NaN}',
        '{"a":Infinity}',
        '{"a":-Infinity}',
        '{"a":01}',
        "{'a':1}",
        '{"a":1,}',
        '{"a":1} {"a":1}',
        '{"a":1} or so',
        '{"a":1 /* one */}',
        '{"a":' + "9" * 19 + "}",
        "[" * 13 + "]" * 13,
        "[" * 100_000,
        '{"a":"' + "x" * 9_000 + '"}',
        '{"a":"\n"}',
        "",
        "nil",
    ],
)
def test_what_is_no_json_of_ours(text: str) -> None:
    with pytest.raises(NotJson):
        read_json(text)
    assert not fulfils({"shape": {"is": "object", "members": []}, "relations": []}, text)


@given(st.text(alphabet='{}[]",:0123abtruefalsnNI.-\\ \n', max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_judged(text: str) -> None:
    assert not fulfils(WANTED, text)
    for style in ("json", "markdown", "csv"):
        stated_document(text, style)
    assert grade(GOLD, text).status in ("wrong", "unparsed")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-999, 999) | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    )
)
@settings(max_examples=200, deadline=None)
def test_reading_is_that_of_the_standard_library(value: Any) -> None:
    text = json.dumps(value)
    try:
        assert read_json(text) == value
    except NotJson:
        assert text.count("[") + text.count("{") > 12


def test_keys_in_order_where_it_is_asked() -> None:
    members = [[name, {"is": "integer", "least": 0, "most": 9}] for name in "ba"]
    shape = {"is": "object", "members": members}
    for asked, text, right in (
        (False, '{"a":1,"b":2}', True),
        (True, '{"a":1,"b":2}', False),
        (True, '{"b":2,"a":1}', True),
    ):
        wanted = {"type": "json", "shape": {**shape, "in_order": asked}, "relations": []}
        assert holds(wanted, text) is right


ROWS = [["name", "count"], ["lamp, old", "12"], ["desk", ""]]
MARKDOWN = {"type": "table", "style": "markdown", "rows": ROWS}
CSV = {"type": "table", "style": "csv", "rows": ROWS}


@pytest.mark.parametrize(
    ("wanted", "text", "right"),
    [
        (MARKDOWN, "| name | count |\n|---|---|\n| lamp, old | 12 |\n| desk | |", True),
        (MARKDOWN, "|name|count|\n|:-:|--:|\n|lamp, old|12|\n|desk||", True),
        (MARKDOWN, "| name | count |\n| lamp, old | 12 |\n| desk | |", False),
        (MARKDOWN, "| name | count |\n|---|\n| lamp, old | 12 |\n| desk | |", False),
        (MARKDOWN, "name | count\n---|---\nlamp, old | 12\ndesk |", False),
        (MARKDOWN, "| name | count |\n|---|---|\n| desk | |\n| lamp, old | 12 |", False),
        (MARKDOWN, "| name | count |\n|---|---|\n| lamp, old | 12 |", False),
        (MARKDOWN, "| Name | count |\n|---|---|\n| lamp, old | 12 |\n| desk | |", False),
        (MARKDOWN, "| name | count |\n|---|---|\n\n| lamp, old | 12 |\n| desk | |", False),
        (CSV, 'name,count\n"lamp, old",12\ndesk,', True),
        (CSV, 'name,count\r\n"lamp, old","12"\r\n"desk",\r\n', True),
        (CSV, "name,count\nlamp, old,12\ndesk,", False),
        (CSV, 'name,count\n"lamp, old", 12\ndesk,', False),
        (CSV, 'name,count\n"lamp, old",12\ndesk', False),
        (CSV, 'name;count\n"lamp, old";12\ndesk;', False),
        (CSV, 'name,count\n"lamp, old,12\ndesk,', False),
        (CSV, 'name,count\n"lamp, old",12\ndesk,\ndesk,', False),
        (CSV, "", False),
    ],
)
def test_a_table_is_decided(wanted: dict[str, Any], text: str, right: bool) -> None:
    assert holds(wanted, text) is right


TEXT_OF = json.dumps(RIGHT)
OTHER = TEXT_OF.replace("6", "8")


@pytest.mark.parametrize(
    ("response", "status"),
    [
        (f"Here:\n```json\n{TEXT_OF}\n```\nI hope that helps.", "correct"),
        (f"```json\n{OTHER}\n```\nNo, rather:\n```json\n{TEXT_OF}\n```", "correct"),
        (f"```json\n{TEXT_OF}\n```\nNo, rather:\n```json\n{OTHER}\n```", "wrong"),
        (f"```json\n{TEXT_OF}", "correct"),
        (f"Answer: {OTHER}\n\nOops.\n\nAnswer: {TEXT_OF}", "correct"),
        (f"Answer: {TEXT_OF}\n\nOops.\n\nAnswer: {OTHER}", "wrong"),
        (f"Answer: {TEXT_OF} or {TEXT_OF}", "wrong"),
        (f"Answer: {TEXT_OF}\n{OTHER}", "wrong"),
        (f"I think of it.\n{json.dumps(RIGHT, indent=1)}\nDone.", "correct"),
        (f"It is\n{OTHER}\nor\n{TEXT_OF}\n", "wrong"),
        (f"<think>\n{TEXT_OF}\n</think>", "unparsed"),
        (f"<think>{TEXT_OF}</think>\nI am lost.", "unparsed"),
        (f"<!-- {TEXT_OF} -->", "unparsed"),
        (f"It is not {TEXT_OF}, I fear.", "unparsed"),
        ("I cannot do it.", "unparsed"),
        ("", "unparsed"),
    ],
)
def test_the_last_document_that_is_stated_stands(response: str, status: str) -> None:
    assert grade(GOLD, response).status == status, grade(GOLD, response)


def test_bad_properties_are_our_error() -> None:
    for wanted in (
        {"type": "json", "shape": {"is": "date"}, "relations": []},
        {"type": "json", "shape": SHAPE, "relations": [{"rule": "near"}]},
    ):
        with pytest.raises(UsageError):
            holds(wanted, TEXT_OF)
        assert grade(Answer("witness", TEXT_OF, {"property": wanted}), TEXT_OF).status == "error"
    with pytest.raises(UsageError, match="style"):
        same_table({"style": "html", "rows": []}, "a")


@pytest.mark.parametrize(
    "sign", ["```\n", "Answer: ", "####", "{", "[1,", "|", '"', "\\boxed{", "~~"]
)
def test_much_of_it_costs_little(sign: str) -> None:
    start = time.process_time()
    assert grade(GOLD, sign * (200_000 // len(sign))).status in ("wrong", "unparsed")
    assert time.process_time() - start < 5
