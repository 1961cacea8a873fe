"""The gold said in other words: responses that are right whatever grader reads them.

    rewrites(Answer("rational", "3/4"))  ->  Rewrite("boxed", "\\\\boxed{\\\\frac{3}{4}}"), …

Two sorts: `frames` state the gold as it is (a box, "Answer:", "####", a tag, bold, a last
sentence), `spelled` (by kind) writes its value in another way, boxed or after "Answer:". Each name
comes once and stands for one way. A form that the answer's `required_form` forbids is left
out. A kind's conventions are those of docs/checkers.md; docs/audit.md lists the names.
"""

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from assay.checkers.documents import document_style
from assay.checkers.golds import WORDED, read_gold
from assay.checkers.nodes import Node
from assay.checkers.rewrites_of_kinds import spelled
from assay.checkers.spelling import LATEX, NoSpelling, spell
from assay.checkers.witness import in_letters
from assay.core.records import Answer


class Rewrite(NamedTuple):
    """The name of an equivalent form, and a whole response that gives the gold in it."""

    name: str
    response: str


PLAIN_FRAMES: Mapping[str, str] = {
    "Answer:": "Answer: {}",
    "answer: in lower case": "answer: {}",
    "ANSWER:": "ANSWER: {}",
    "Final Answer:": "Let us see.\n\nFinal Answer: {}",
    "Answer: with spaces": "\n  Answer:    {}   \n",
    "Answer: with a period": "Answer: {}.",
    "bold label": "**Answer:** {}",
    "bold value": "Answer: **{}**",
    "bold alone": "Step by step.\n\n**{}**",
    "the answer is": "The answer is {}.",
    "the final answer is": "Therefore, the final answer is {}.",
    "the answer is:": "So the answer is: {}",
    "hashes": "Some steps.\n#### {}",
    "answer tag": "<think>Perhaps 7.</think>\n<answer>{}</answer>",
    "answer tag on lines": "<answer>\n{}\n</answer>",
    "after a thought": "<think>\nIt may be 7, or \\boxed{{7}}.\n</think>\nAnswer: {}",
    "before the end of turn": "Answer: {}<|im_end|>",
    "corrected": "Answer: 7\n\nWait, that is wrong.\n\nAnswer: {}",
}
LATEX_FRAMES: Mapping[str, str] = {
    "boxed": "\\boxed{{{}}}",
    "boxed with a space": "\\boxed {{{}}}",
    "boxed with spaces inside": "\\boxed{{ {} }}",
    "fbox": "\\fbox{{{}}}",
    "boxed in dollars": "The answer is $\\boxed{{{}}}$.",
    "boxed in display": "Hence\n\\[\n\\boxed{{{}}}\n\\]",
    "boxed in double dollars": "$$\\boxed{{{}}}$$",
    "boxed twice": "First I find $\\boxed{{{}}}$. To sum up, the result is $\\boxed{{{}}}$.",
    "boxed after a box": "At first \\boxed{{7}}. No, that is wrong: it must be \\boxed{{{}}}",
    "Answer: in dollars": "Answer: ${}$",
    "Answer: in parentheses": "Answer: \\({}\\)",
    "the answer is, in dollars": "The answer is ${}$.",
    "hashes and dollars": "#### ${}$",
    "tag and dollars": "<answer>${}$</answer>",
    "boxed in a tag": "<answer>\\boxed{{{}}}</answer>",
    "boxed in bold": "**Final answer:** $\\boxed{{{}}}$",
    "long reasoning": "So we try one thing after the other.\n" * 40 + "\\boxed{{{}}}",
}
DOCUMENT_FRAMES: Mapping[str, str] = {
    "code fence": "Here it is.\n\n```{1}\n{0}\n```",
    "code fence, then words": "```{1}\n{0}\n```\n\nEvery condition is met.",
    "code fence after Answer:": "Answer:\n```\n{0}\n```",
    "code fence after another": "A first try:\n```{1}\n7\n```\nBetter:\n```{1}\n{0}\n```",
    "below Answer:": "Some steps.\n\nAnswer:\n\n{0}\n",
    "alone": "{0}",
    "below a line of words": "It may look as follows.\n\n{0}",
    "\\text": "\\boxed{{\\text{{{0}}}}}",
}


def rewrites(answer: Answer) -> tuple[Rewrite, ...]:
    """Every equivalent form of a gold. Raises UsageError for a gold that cannot be read."""
    found: dict[str, str] = {}
    for name, response in _all(answer):
        found.setdefault(name, response)
    return tuple(Rewrite(name, response) for name, response in found.items())


def _all(answer: Answer) -> Iterator[tuple[str, str]]:
    latex = latex_gold(answer)
    for name, frame in PLAIN_FRAMES.items():
        yield name, frame.format(answer.value)
    for name, frame in LATEX_FRAMES.items():
        yield name, frame.format(latex, latex)
    style = document_style(answer.spec)
    if style is not None:
        yield from _documents(answer.value, style)
        return
    if in_letters(answer.spec):
        return
    for name, text, in_box in spelled(answer, _tree(answer)):
        yield name, f"\\boxed{{{text}}}" if in_box else f"Answer: {text}"


def _documents(value: str, style: str) -> Iterator[tuple[str, str]]:
    """A document in its frames; JSON also on many lines, a Markdown table with wider cells."""
    for name, frame in DOCUMENT_FRAMES.items():
        yield name, frame.format(value, style)
    if style == "json":
        yield "indented", "```json\n" + json.dumps(json.loads(value), indent=2) + "\n```"
        yield "spaced", "Answer: " + json.dumps(json.loads(value))
    if style == "markdown":
        yield "wide cells", "Answer:\n" + value.replace("|", "  |  ").replace("---", ":----:")


def _tree(answer: Answer) -> Node | None:
    if answer.kind in WORDED or document_style(answer.spec) or in_letters(answer.spec):
        return None
    return read_gold(answer).reading.node


def latex_gold(answer: Answer) -> str:
    """The gold as a LaTeX dataset would hold it; its own value where it has no other spelling."""
    node = _tree(answer)
    if node is None or (answer.kind == "list" and answer.spec.get("item") != "number"):
        return answer.value
    try:
        return spell(node, LATEX)
    except NoSpelling:
        return answer.value
