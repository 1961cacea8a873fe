"""Text to tokens: plain, ASCII and LaTeX mathematics in one alphabet. Linear in the length.

    lex("2\\\\sin x")  ->  num 2, fn sin, sym x

Letters are classified here once: a function, a constant, an unknown of
one letter, or a `word` that the parser still has to understand (a product, a unit, a name).
Nothing is evaluated. Raises `Unparsed` for a sign that belongs to no mathematics.
"""

import re
from dataclasses import dataclass
from string import ascii_letters

from assay.checkers.limits import MAX_CHARS, MAX_TOKENS
from assay.checkers.units import unit_of
from assay.checkers.vocabulary import (
    AND_WORDS,
    COMMANDS,
    CONSTANTS,
    FUNCTIONS,
    GREEK,
    INVISIBLE,
    OR_WORDS,
    RELATIONS,
    SAME_GREEK,
    TEXT_COMMANDS,
)


class Unparsed(ValueError):
    """The text is no mathematics of this grammar, or beyond a cap; the message says why."""


@dataclass(slots=True)
class Token:
    """A kind and its text; `glued` when no space stands before it. Never changed: many are shared.

    Not frozen, nor a tuple: made by the dozen for every text, those take several times as long.
    """

    kind: str
    text: str
    glued: bool = False


_TOKEN = re.compile(
    r"[\s~]+"
    r"|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+(?![\d.]))?"
    rf"|\\(?:{TEXT_COMMANDS})(?![a-zA-Z])\s*\{{[^{{}}]*\}}"
    r"|\\(?:begin|end)\s*\{[a-zA-Z]+\*?\}(?:\{[lcr|\s]*\})?"
    r"|\\[a-zA-Z]+\*?|\\."
    r"|[A-Za-z]+"
    r"|<=|>=|=<|:=|==|!=|\*\*|.",
    re.DOTALL,
)
_ENVIRONMENTS = ("\\begin", "\\end")
_LETTERS = frozenset(ascii_letters)
_ACCENTS = frozenset({"bar", "hat", "vec", "tilde"})
_JOINED = re.compile(r"(or|and)([A-Za-z])")
_SIGNS = {
    **{sign: ("op", sign) for sign in "+-*/"},
    "**": ("^", "^"),
    ":": ("op", "ratio"),
    "$": ("currency", "$"),
    "'": ("prime", "'"),
}
_FUNCTION_START = re.compile(
    "(" + "|".join(sorted((f for f in FUNCTIONS if len(f) > 1), key=len, reverse=True)) + ")"
)
_MATH_BODY = re.compile(r"[^A-Za-z]*(?:[A-Za-z]{1,2}(?![A-Za-z])[^A-Za-z]*)*")
_WORD_TOKENS = {
    **{word: ("and", word) for word in AND_WORDS},
    **{word: ("or", word) for word in OR_WORDS},
    "mod": ("op", "mod"),
    "union": ("op", "cup"),
    "choose": ("op", "choose"),
    "percent": ("%", "%"),
    "percentage": ("%", "%"),
    "pct": ("%", "%"),
    "degrees": ("deg", "deg"),
    "degree": ("deg", "deg"),
    **dict.fromkeys(("constant", "const"), ("sym", "C")),
    "dollars": ("unit", "$"),
    "dollar": ("unit", "$"),
}
_CURRENCY = {"€": "€", "£": "£", "¥": "¥", "₹": "₹", "¢": "¢"}


def lex(text: str, names: frozenset[str] = frozenset()) -> list[Token]:
    """The tokens of `text`; `names` are unknowns of several letters."""
    if len(text) > MAX_CHARS:
        raise Unparsed(f"{len(text)} characters; at most {MAX_CHARS} are read")
    tokens: list[Token] = []
    integral = "\\int" in text
    glued = False
    parts = _TOKEN.findall(text)
    for at, part in enumerate(parts):
        if len(tokens) > MAX_TOKENS and _kind(part) != "space":
            raise Unparsed(f"more than {MAX_TOKENS} tokens")
        made = _MADE[glued].get(part)
        if made is not None and part not in names:
            tokens.append(made)
            glued = True
            continue
        kind = _kind(part)
        if kind == "space":
            glued = False
            continue
        if kind == "num":
            tokens.append(Token("num", part, glued))
        elif kind == "word":
            if part in _ACCENTS and parts[at + 1 : at + 2] == ["{"]:
                tokens.append(Token("accent", part, glued))
                glued = True
                continue
            joined = (
                _JOINED.fullmatch(part) if tokens and glued and tokens[-1].kind == "num" else None
            )
            if joined is not None:
                tokens.append(Token(joined[1], joined[1], False))
                part, glued = joined[2], False
            tokens.extend(_letters(part, glued, integral, names))
        elif kind == "cmd":
            tokens.extend(_command(part, glued))
        elif kind == "text":
            quantity = bool(tokens) and tokens[-1].kind in ("num", "}")
            tokens.extend(_text(part, glued, names, quantity))
        elif kind == "env":
            tokens.append(_environment(part))
        elif part in _CURRENCY:
            tokens.append(Token("currency", part, glued))
        else:
            raise Unparsed(f"the sign {part!r} is no mathematics")
        glued = True
    return tokens


def _kind(part: str) -> str:
    """What a part of the text is, where that is not one token wherever it stands."""
    first = part[0]
    if first == "\\":
        braced = "{" in part[2:]
        return ("env" if part.startswith(_ENVIRONMENTS) else "text") if braced else "cmd"
    if first in _LETTERS:
        return "word"
    if first.isdecimal() or (first == "." and len(part) > 1):
        return "num"
    return "space" if first.isspace() or first == "~" else "other"


def _letters(word: str, glued: bool, integral: bool, names: frozenset[str]) -> list[Token]:
    if word in names:
        return [Token("sym", word, glued)]
    if len(word) == 1:
        return [_letter(word, glued)]
    known = _known(word, glued)
    if known:
        return [known]
    if integral and word[-2] == "d" and word[-1].islower() and len(word) <= 4:
        head = _letters(word[:-2], glued, False, names) if len(word) > 2 else []
        return [*head, Token("diff", word[-1], glued)]
    if _FUNCTION_START.match(word) and len(word) <= 16:
        parts = [part for part in _FUNCTION_START.split(word) if part]
        if all(part in FUNCTIONS or len(part) <= 2 for part in parts):
            tokens = [_letters(part, True, integral, names) for part in parts]
            return [token for group in tokens for token in group]
    return [Token("word", word, glued)]


def _letter(letter: str, glued: bool) -> Token:
    if letter in CONSTANTS:
        return Token("const", CONSTANTS[letter], glued)
    return Token("sym", letter, glued)


def _known(word: str, glued: bool) -> Token | None:
    if word in FUNCTIONS:
        return Token("fn", FUNCTIONS[word], glued)
    if word in CONSTANTS:
        return Token("const", CONSTANTS[word], glued)
    if word in GREEK:
        return Token("sym", SAME_GREEK.get(word, word), glued)
    found = _WORD_TOKENS.get(word.lower())
    return Token(*found, glued) if found else None


def _command(part: str, glued: bool) -> list[Token]:
    if part in INVISIBLE:
        return []
    if part in COMMANDS:
        return [Token(*COMMANDS[part], glued)]
    if part in RELATIONS:
        return [Token("rel", RELATIONS[part], glued)]
    name = part[1:]
    known = _known(name, glued)
    if known:
        return [known]
    if not name.isalpha():
        raise Unparsed(f"the command {part!r} is not known")
    for cut in range(len(part) - 1, 2, -1):
        if part[:cut] in COMMANDS or part[:cut] in INVISIBLE:
            rest = _letters(part[cut:], True, False, frozenset())
            return [*_command(part[:cut], glued), *rest]
    return [Token("sym", name, glued)]


def _always(glued: bool) -> dict[str, Token]:
    """What is one token wherever it stands: signs, relations, commands, letters, small numbers."""
    pairs = {sign: _SIGNS.get(sign, (sign, sign)) for sign in _SINGLE}
    signs = {sign: Token(kind, text, glued) for sign, (kind, text) in pairs.items()}
    relations = {sign: Token("rel", RELATIONS[sign], glued) for sign in _RELATION_SIGNS}
    commands = [part for part in (*COMMANDS, *RELATIONS) if part[0] == "\\"]
    return {
        **signs,
        **relations,
        **{part: token for part in commands for token in _command(part, glued)},
        **{letter: _letter(letter, glued) for letter in ascii_letters},
        **{number: Token("num", number, glued) for number in map(str, range(100))},
    }


_SINGLE = ("**", *"-+*/^!%|()[]{},;:&'_$")
_RELATION_SIGNS = ("<=", ">=", "=<", ":=", "==", "!=", "=", "<", ">")
_MADE = (_always(False), _always(True))


def _text(part: str, glued: bool, names: frozenset[str], quantity: bool) -> list[Token]:
    command, _, body = part.partition("{")
    body = body[:-1].strip()
    if not body:
        return []
    if command.startswith("\\mathbb"):
        return [Token("const", "R", glued) if body == "R" else Token("sym", body * 2, glued)]
    if quantity and len(body) == 1 and body in "mgshLlJNWV":
        return [Token("unit", body, glued)]
    if body.isalpha():
        known = Token("sym", body, glued) if body in names else _known(body, glued)
        return [known or (_letter(body, glued) if len(body) == 1 else Token("word", body, glued))]
    if quantity and ("^" in body or "/" in body) and unit_of(body) is not None:
        return [Token("unit", body, glued)]
    bare = body.strip(" ,.").lower()
    if bare in _WORD_TOKENS:
        return [Token(*_WORD_TOKENS[bare], glued)]
    if _MATH_BODY.fullmatch(body):
        return [Token(t.kind, t.text, t.glued or glued) for t in lex(body, names)]
    return [Token("word", body, glued)]


def _environment(part: str) -> Token:
    kind = "begin" if part.startswith("\\begin") else "end"
    name = part[part.index("{") + 1 : part.index("}")]
    return Token(kind, name.rstrip("*"))
