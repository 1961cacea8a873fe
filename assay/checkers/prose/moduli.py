"""The modulus that a text speaks of.

    modulus_in("Then x ≡ 3 (mod 7).")  ->  7

One text may name several; then it has none. Nothing is judged here.
"""

import re

_MODULUS = re.compile(
    r"(?:\\pmod|\b[Mm]odulo|\\bmod|\\mod|\b[Mm]od|"
    r"\\mathbb ?\{?[FZ]\}?_|\bGF\(|\b[FZ]_|\\mathbb ?\{?Z\}?/)[\s{$(\\\x02]{0,6}(\d{1,12})"
)
_DIVISOR = re.compile(r"\b(?:divided|division)(?: [a-z]+)? by \$?(\d{1,12})")


def modulus_in(text: str, asked: bool = False) -> int | None:
    """The one modulus that a text speaks of; a problem may name it as what is divided by."""
    said = _MODULUS.findall(text) or (_DIVISOR.findall(text) if asked else [])
    found = {int(digits) for digits in said} - {0, 1}
    return found.pop() if len(found) == 1 else None
