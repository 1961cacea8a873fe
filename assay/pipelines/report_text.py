"""Text that a model wrote, made safe to look at.

    visible("a\\x00b\\u202ec")  ==  "a␀b⟨U+202E⟩c"

Control characters, direction marks and other characters that show nothing (or hide something) are
spelt out; long texts are cut, and say so. This is for people's eyes only: it is not escaping, which
the template does for every string.
"""

import unicodedata

MOST = 2_000
_KEPT = frozenset("\n\t")
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_MOST_MARKS = 3


def visible(text: str, most: int = MOST) -> str:
    """At most `most` characters of `text`, with nothing in them that cannot be seen.

    More than three combining marks in a row are left out: they would paint over other lines.
    """
    shown: list[str] = []
    marks = 0
    for character in text[:most]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS:
            shown.append(_spell(character))
    left = len(text) - most
    return "".join(shown) + (f" … [{left:,} more characters not shown]" if left > 0 else "")


def one_line(text: str, most: int = MOST) -> str:
    """`visible` on a single line: a cell of a table, a value after its name."""
    return visible(text, most).replace("\n", "⏎")


def _spell(character: str) -> str:
    if character in _KEPT or unicodedata.category(character) not in _UNSEEN:
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"


def percent(share: float | None, digits: int = 0) -> str:
    """A share as a percentage: 0.623 -> "62%"; "–" for none."""
    return "–" if share is None else f"{100 * share:.{digits}f}%"


def short_number(value: float) -> str:
    """1234567 -> "1.2M", 300000 -> "300k", 12 -> "12"."""
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.1f}".removesuffix(".0") + unit
    return f"{value:.0f}" if value == int(value) else f"{value:.2g}"


def duration(seconds: float) -> str:
    """75.2 -> "1 min 15 s"."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
