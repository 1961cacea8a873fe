"""JSON in one spelling, and hashes of it.

    dumps({"b": 1, "a": 2}) == '{"a":2,"b":1}'

Everything that is hashed, stored in a `*_json` column or compared between runs goes through
`dumps`, so that equal data are equal bytes. Floats are refused unless they are finite.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)
_QUOTED = json.encoder.encode_basestring


def dumps(value: Any) -> str:
    """`value` as JSON with sorted keys, no spaces, unescaped unicode; NaN and infinity refused."""
    return _QUOTED(value) if type(value) is str else _ENCODER.encode(value)


def loads(text: str) -> Any:
    """The value that `dumps` wrote."""
    return json.loads(text)


def digest(*parts: str | int | Mapping[str, Any] | Sequence[Any]) -> bytes:
    """SHA-256 of the parts, unambiguous: ("ab", "c") and ("a", "bc") differ. 32 bytes."""
    return hashlib.sha256(dumps(list(parts)).encode("utf-8", "surrogatepass")).digest()
