"""What is asked about a portable program: translate it, write it, repair it, say what it returns.

    translation(rng, level, "python", "cpp")     "Translate this Python function into C++ ..."

Golds come from the callables of the parts; the oracle reads the problem with code of its own
(reading.py). The families in this folder say which language is shown and which is asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from typing import Any

from assay.core.canonical import dumps
from assay.core.records import Answer
from assay.generators.code import composition, function_synthesis, reading
from assay.generators.code.call_prediction import CALLS
from assay.generators.code.inputs import draw_input
from assay.generators.code.languages import portable
from assay.generators.code.languages.portable import TITLES, call_text
from assay.generators.code.wording import Wanted, filled, program_prompts
from assay.generators.family import Draft, Family, capped
from assay.generators.phrasing import Phrasings

SHOWN = 3
MOST = 10
LARGEST = 999_999
_TRANSLATE = (
    "Translate this {given} function into {wanted}.\n\n{block}\n\nIt should have the signature "
    "`{signature}`. {about}\n\n{examples}\n\n{close}",
    "Here is a function in {given}:\n\n{block}\n\nWrite one in {wanted} that returns the same for "
    "all inputs: `{signature}`. {about}\n{examples}\n{close}",
    "Rewrite in {wanted} as `{signature}`:\n\n{block}\n\n{about} Some values:\n{examples}\n\n"
    "{close}",
    "A program has to be moved from {given} to {wanted}. {about}\n\n{block}\n\nGive the {wanted} "
    "function `{signature}`. Tests:\n{examples}\n\n{close}",
    "{block}\n\nThis is {given}. What does it look like in {wanted}, as `{signature}`? {about}\n"
    "{examples}\n\n{close}",
    "Port the following {given} code to {wanted}. Mind what division, remainder and sorting mean "
    "in the two languages.\n\n{block}\n\nSignature: `{signature}`. {about}\n\n{examples}\n\n"
    "{close}",
    "I know {given}, but not {wanted}. Please translate:\n\n{block}\n\nThe result should be "
    "`{signature}`. {about}\n\nIt should return, for example:\n{examples}\n\n{close}",
    "Task: {given} -> {wanted}.\n\n{block}\n\nTarget signature: `{signature}`\nInput: {about}\n"
    "Expected:\n{examples}\n\n{close}",
    "Make a {wanted} version of this {given} function that never gives another result.\n\n{block}"
    "\n\n`{signature}`. {about}\n\n{examples}\n\n{close}",
    "{examples}\n\nThese values come from the {given} function\n\n{block}\n\nWrite `{signature}` "
    "in {wanted}, which has to agree with it everywhere. {about} {close}",
    "{given} to {wanted}, `{signature}`:\n{block}",
)
_REPAIR = (
    "The {given} function below should start from {start} and do this, in this order, then return "
    "the result:\n{numbered}\n\nBut {wrong}.\n\n{block}\n\n{about} Find the fault. {close}",
    "There is one small bug in this {given} code:\n\n{block}\n\nWhat it is meant to do with "
    "{start}:\n{numbered}\nThe final value is returned. {about} At the moment {wrong}. {close}",
    "{block}\n\nRepair this {given} function. {about} Meaning: start with {start}; {steps}; return "
    "the result. A failing test: {wrong}. {close}",
    "A test fails: {wrong}. The function in {given}:\n\n{block}\n\nIts specification, for {start}:"
    "\n{bullets}\n\nThe result is returned. {about} {close}",
    "Debug this {given} function.\n\n{block}\n\nIntended, beginning with {start}: {running} The "
    "result is returned. Observed: {wrong}. {about} {close}",
    "Somebody wrote this in {given}:\n\n{block}\n\nbut {wrong}. Starting from {start}, it should "
    "do the following and return the result.\n{bullets}\n{about} {close}",
    "Specification ({start}):\n{numbered}\nReturn the result.\n\nImplementation in {given}, with "
    "one fault:\n\n{block}\n\n{about} Symptom: {wrong}. {close}",
    "Correct the following {given} code so that it does what is said. {about}\n\n{bullets}\n\n"
    "It starts from {start} and returns the last value.\n\n{block}\n\nNow {wrong}. {close}",
    "Where is the mistake? {wrong}.\n\n{block}\n\nThe {given} function takes {start} and should go "
    "through these steps, then return the value:\n{numbered}\n{about} {close}",
    "Review: {wrong}. Please fix the {given} function.\n\n{block}\n\n{about} From {start} on: "
    "{running} That value is returned. {close}",
    "Repair ({given}): from {start}: {steps}; return it. {wrong}.\n{block}",
)
_OUTPUT = (
    "What does the call `{call}` of this {given} function return?\n\n{block}\n\n{how}",
    "{block}\n\nWork out by hand the value of `{call}` ({given}). {how}",
    "Here is a function in {given}:\n\n{block}\n\nSomebody calls `{call}`. What comes back? {how}",
    "Trace this {given} code for `{call}`:\n\n{block}\n\nWhich value is returned? {how}",
    "Predict the result of `{call}`.\n\n{block}\n\nThe language is {given}. {how}",
    "Given the {given} function\n\n{block}\n\nevaluate `{call}`. {how}",
    "{given}:\n\n{block}\n\nIf the argument is as in `{call}`, what is the return value? {how}",
    "Without running it: what does `{call}` give?\n\n{block}\n\nThis is {given}. {how}",
    "Read this {given} function carefully.\n\n{block}\n\nThen say what `{call}` returns. {how}",
    "A reader of the {given} code\n\n{block}\n\nwants to know the value of `{call}`. {how}",
    "{block}\n{call} ->",
)
HOW = {
    "ints": "Write the numbers of the list in order, separated by commas.",
    "int": "Answer with a number.",
}
SHORT_HINT = "Answer with the function in one {title} code block{note}."
NOTES = {"cpp": ", without main; the usual headers are included", "javascript": "", "python": ""}


def _block(source: str, lang: str) -> str:
    return f"```{lang}\n{source}\n```"


def _close(lang: str) -> str:
    return SHORT_HINT.format(title=TITLES[lang], note=NOTES[lang])


def translation(rng: Random, level: int, given: str, wanted: str) -> Draft:
    """A program shown in one language, to be written in another."""
    problem, found, answer, _ = portable.draw_answer(rng, level, wanted)
    slots = {
        "given": TITLES[given],
        "wanted": TITLES[wanted],
        "block": _block(portable.write(problem, given), given),
        "signature": portable.signature(problem, wanted),
        "about": _sentence(portable.about(problem)),
        "examples": "\n".join(call_text(example) for example in found[:SHOWN]),
        "close": _close(wanted),
    }
    return _draft(problem, answer, filled(_TRANSLATE, slots))


def synthesis(rng: Random, level: int, wanted: str) -> Draft:
    """A specification and a signature, to be written in a language."""
    problem, found, answer, _ = portable.draw_answer(rng, level, wanted)
    wording = Wanted(
        language=TITLES[wanted],
        signature=portable.signature(problem, wanted),
        about=_sentence(portable.about(problem)),
        steps=composition.describe(problem),
        examples=[call_text(example) for example in found[:SHOWN]],
        close=_close(wanted),
    )
    return _draft(problem, answer, program_prompts(wording))


def repair(rng: Random, level: int, lang: str) -> Draft:
    """A faulty program, its specification, and a call on which it is wrong."""
    problem, _, answer, wrong = portable.draw_answer(rng, level, lang)
    faulty, changed, seen = rng.choice(wrong)
    steps = composition.describe(problem)
    sentences = [step[0].upper() + step[1:] + "." for step in steps]
    called = call_text({**seen, "result": seen["got"]}).split(" -> ")
    slots = {
        "given": TITLES[lang],
        "block": _block(faulty, lang),
        "start": composition.beginning(problem),
        "about": _sentence(portable.about(problem)),
        "numbered": "\n".join(f"{i}. {text}" for i, text in enumerate(sentences, 1)),
        "bullets": "\n".join(f"- {text}" for text in sentences),
        "running": " Then ".join(f"{step}." for step in steps),
        "steps": "; ".join(steps),
        "wrong": f"{called[0]} returns {called[1]} instead of {dumps(seen['result'])}",
        "close": _close(lang),
    }
    others = [mutant for mutant in answer.spec["mutants"] if mutant != faulty]
    answer = replace(answer, spec={**answer.spec, "mutants": [faulty, *others]})
    whole = {"spec": problem, "changed": changed["stages"], "faulty": faulty}
    prompts = filled(_REPAIR, slots)
    size = len(problem["stages"])
    return Draft(prompts, whole, answer, meta={"size": size})


def _sentence(text: str) -> str:
    return f"Here {text}"


def _draft(problem: Mapping[str, Any], answer: Answer, prompts: Phrasings) -> Draft:
    return Draft(prompts, problem, answer, meta={"size": len(problem["stages"])})


def output(rng: Random, level: int, lang: str, gives: str) -> Draft:
    """A program and a call of it, whose value is a number (`int`) or a short list (`ints`)."""
    while True:
        problem = portable.draw_problem(rng, level, gives)
        args = [draw_input(rng, strategy, 0) for strategy in composition.strategies(problem)]
        value = portable.run(problem, args)
        call = call_text({"args": args, "result": 0}).split(" -> ")[0]
        if _is_short(value) and spell(value).value not in call.replace(",", ", "):
            break
    slots = {
        "given": TITLES[lang],
        "block": _block(portable.write(problem, lang), lang),
        "call": call,
        "how": HOW[gives],
    }
    return Draft(
        prompts=filled(_OUTPUT, slots),
        problem={"spec": problem, "args": args},
        answer=spell(value),
        meta={"size": len(problem["stages"])},
    )


def _is_short(value: Any) -> bool:
    numbers = value if isinstance(value, list) else [value]
    long_enough = not isinstance(value, list) or 2 <= len(value) <= MOST
    return long_enough and all(abs(number) <= LARGEST for number in numbers)


def spell(value: Any) -> Answer:
    """A number, or a list of numbers, as an answer."""
    if isinstance(value, list):
        return Answer("list", ", ".join(map(str, value)), {"item": "number"})
    return Answer("integer", str(value))


def output_capacity(level: int, gives: str) -> int | None:
    """That of the functions, times CALLS: no call of a function is likelier than 1 in CALLS."""
    count = portable.capacity(level, gives)
    return None if count is None else capped(count * CALLS)


def output_oracle(problem: Mapping[str, Any]) -> Answer:
    """The value by the second reading."""
    return spell(reading.result(problem["spec"], problem["args"]))


def repair_oracle(problem: Mapping[str, Any]) -> Answer:
    """The examples by the second reading; a fault that changes nothing agrees with nothing."""
    answer = function_synthesis.oracle(problem["spec"])
    changed = {**problem["spec"], "stages": problem["changed"]}
    try:
        wrong = any(
            reading.result(changed, example["args"]) != example["result"]
            for example in answer.spec["examples"]
        )
    except KeyError:  # a piece that reading does not know, because no right program has it
        wrong = True
    return answer if wrong else Answer("program", "", {})


def program_family(
    name: str,
    domain: str,
    generate: Callable[[Random, int], Draft],
    oracle: Callable[[Mapping[str, Any]], Answer] = function_synthesis.oracle,
) -> Family:
    """A family whose answer is a program in one of the languages."""
    return Family(
        name=name,
        area="code",
        domain=domain,
        answer_kind="program",
        generate=generate,
        oracle=oracle,
        capacity=portable.capacity,
        has_steps=False,
    )
