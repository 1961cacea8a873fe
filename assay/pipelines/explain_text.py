"""An explanation as text for a reader: what was read, what each rung said, why it is the verdict.

    print(told_text(explain_pair(pair)))

Everything that a model wrote is made visible first (report_text): no control character reaches
the terminal. Long values are cut; the JSON form holds them whole.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from assay.pipelines.report_text import one_line

Told = Mapping[str, Any]
MOST_QUESTIONS = 20
_WIDE = 160


def told_text(told: Told) -> str:
    """The explanation in lines."""
    return "\n".join(_lines(told)) + "\n"


def _lines(told: Told) -> Iterator[str]:
    reward = "none" if told["reward"] is None else f"{told['reward']:g}"
    rung = f", by the rung {told['rung']}" if told["rung"] else ""
    yield f"verdict    {told['status']} (reward {reward}){rung}"
    if "message" in told:
        yield f"           {_short(told['message'])}"
    yield from _gold(told["gold"])
    yield from _place(told)
    for number, question in enumerate(told.get("questions", ())[:MOST_QUESTIONS], 1):
        yield from _question(number, question)
    more = len(told.get("questions", ())) - MOST_QUESTIONS
    if more > 0:
        yield f"           and {more} more questions (--json has them)"
    yield from _end(told)


def _gold(gold: Told) -> Iterator[str]:
    form = f", asked for in {gold['form']} form" if gold.get("form") else ""
    yield f"gold       {_short(gold['text'])}   ({gold['kind']}{form})"
    yield from _reading(gold)


def _reading(side: Told) -> Iterator[str]:
    if "read" not in side:
        return
    extra = "".join(
        f", {name} {_short(str(side[name]))}" for name in ("unit", "labels") if name in side
    )
    yield f"  read as  {_short(side['read'])}   ({side['shape']}{extra})"
    if "or_read" in side:
        yield f"  or as    {_short(side['or_read'])}"


def _place(told: Told) -> Iterator[str]:
    if "spans" not in told:
        if told["extracted"] is not None:
            yield f"extracted  {_short(told['extracted'])}"
        return
    before, text, after = map(_short, told["around"])
    spans = ", ".join(f"{start} to {end}" for start, end in told["spans"])
    yield f"response   {before}»{text}«{after}"
    yield f"           stated {told['stated']}, characters {spans}"
    yield f"answer     {_short(told['extracted'])}"
    yield from _reading(told.get("candidate", {}))


def _question(number: int, question: Told) -> Iterator[str]:
    yield f"question {number}: {_short(question['left'])}   against   {_short(question['right'])}"
    for tried in question["tried"]:
        why = f": {_short(tried['why'])}" if "why" in tried else ""
        yield f"  {tried['rung']:<11}{tried['said']}, {tried['calls']} calls{why}"
    if "settled" in question:
        yield f"  settled as {'   against   '.join(map(_short, question['settled']))}"
    for name, value in sorted(question["proof"].items()):
        yield f"    {name}: {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{_short(name)} = {_value(part)}" for name, part in value.items())
    if isinstance(value, list):
        return "; ".join(map(_value, value))
    return _short(str(value))


def _end(told: Told) -> Iterator[str]:
    if "decided" in told:
        yield f"decided    {_decided(told['decided'])}"
    form = told.get("required_form")
    if form is not None and form["held"]:
        yield f"form       {form['asked']}, as asked"
    elif form is not None:
        yield f"form       not {form['asked']}: {form['why']} (in {_short(form['part'])})"
    if told.get("restated"):
        yield "question   the answer only says the question again"
    for name, value in sorted(told.get("evidence", {}).items()):
        yield f"  {name}: {_value(value)}"
    if "stored" in told:
        yield from _stored(told["stored"])


def _decided(decided: Told) -> str:
    said = {True: "equal", False: "different", None: "not decided"}[decided["equal"]]
    evidence = dict(decided["evidence"])
    if set(evidence) == {"question"}:
        return f"{said}, by question {evidence['question']}"
    by = f" by the rung {decided['rung']}" if decided["rung"] else ""
    seen = "; ".join(f"{name}: {_value(value)}" for name, value in sorted(evidence.items()))
    return f"{said}{by}" + (f" ({seen})" if seen else "")


def _stored(stored: Told) -> Iterator[str]:
    version = f"by checkers of version {stored['checker_version']}"
    if stored["same"]:
        yield f"stored     the same verdict, {version}"
        return
    yield f"stored     ANOTHER verdict, {version}:"
    for name, (before, now) in stored["differs"].items():
        yield f"  {name}: stored {_short(str(before))}, now {_short(str(now))}"


def _short(text: str) -> str:
    return one_line(text, _WIDE)
