"""The program in a response: which part of a model's text is the code to be judged.

    find_program("Here it is:\\n```python\\ndef solve(n):\\n    return n\\n```", "solve")
        -> "def solve(n):\\n    return n\\n"

The last fenced block that defines the entry counts; without any fence the whole text, if it is
plainly code. The text is only ever searched line by line, never parsed or run.
"""

import re

MOST_CHARACTERS = 1_000_000
_FENCE = re.compile(r"[ \t]{0,12}(```+|~~~+)([^`\n]*)$")
_CODE_START = re.compile(
    r"(import|from|def|class|async def|function|const|let|var)\s|@\w|#|\"\"\"|//"
)
_STARTS = {
    "sql": re.compile(r"(select|with)\s", re.I),
    "c": re.compile(r"(static|const|int|long|bool|void|typedef|struct)\s|#|/[/*]"),
    "cpp": re.compile(r"(static|const|int|long|bool|auto|void|using|struct)\s|std::|#|/[/*]"),
}


def find_program(response: str, entry: str | None, lang: str = "python") -> str | None:
    """The source of the program in `response`, or None where there is none.

    Without an `entry`, any block that is not empty is one.
    """
    text = response[-MOST_CHARACTERS:].replace("\r\n", "\n")
    blocks = _fenced(text)
    if not blocks:
        blocks = [text] if _is_plainly_code(text, lang) else []
    defines = _definition(entry, lang) if entry else re.compile(r"\S")
    return next((block for block in reversed(blocks) if defines.search(block)), None)


def _fenced(text: str) -> list[str]:
    """The fenced blocks, an unclosed last one included."""
    blocks: list[str] = []
    fence = ""
    lines: list[str] = []
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if not fence and mark:
            fence, lines = mark[1], []
        elif fence and mark and mark[1].startswith(fence) and not mark[2].strip():
            blocks.append("\n".join(lines) + "\n")
            fence = ""
        elif fence:
            lines.append(line)
    return [*blocks, "\n".join(lines)] if fence else blocks


def _is_plainly_code(text: str, lang: str) -> bool:
    first = next((line for line in text.split("\n") if line.strip()), "")
    return _STARTS.get(lang, _CODE_START).match(first) is not None


def _definition(entry: str, lang: str) -> re.Pattern[str]:
    name = re.escape(entry)
    if lang == "sql":
        return re.compile(r"\bselect\b", re.I)
    if lang == "python":
        return re.compile(rf"^(?:async[ \t]+)?def[ \t]+{name}[ \t]*\(|^{name}[ \t]*=(?!=)", re.M)
    if lang == "javascript":
        return re.compile(rf"\bfunction\s+{name}\s*\(|\b(?:const|let|var)\s+{name}\s*=", re.M)
    return re.compile(rf"\b{name}\s*\(")
