"""A bounded cache of what the compiler said, by content: language, source and image.

    cache.put("cpp", source, digest, binary)          cache.get("cpp", source, digest)

Binaries are opaque bytes made by untrusted sources; they run only inside the sandbox. The warnings
of the compiler are kept with a binary, a complaint (str) in its place. Least recently used entries
go first.
"""

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass

MOST_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class Compiled:
    """A program, and what the compiler warned of: one warning a line, bounded."""

    binary: bytes
    warnings: str = ""

    def __len__(self) -> int:
        return len(self.binary) + len(self.warnings)


class Cache:
    """Safe to share between threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._size = 0
        self._lock = threading.Lock()
        self._entries: OrderedDict[bytes, Compiled | str] = OrderedDict()

    def get(self, lang: str, source: bytes, digest: str) -> Compiled | str | None:
        """What was kept for this program, or None."""
        key = _key(lang, source, digest)
        with self._lock:
            found = self._entries.get(key)
            if found is not None:
                self._entries.move_to_end(key)
            return found

    def put(self, lang: str, source: bytes, digest: str, built: Compiled | str) -> None:
        """Keep what the compiler made of this program."""
        key = _key(lang, source, digest)
        with self._lock:
            if key not in self._entries:
                self._size += len(built)
            self._entries[key] = built
            while self._size > self._most:
                self._size -= len(self._entries.popitem(last=False)[1])


def _key(lang: str, source: bytes, digest: str) -> bytes:
    inner = hashlib.sha256(source).hexdigest()
    return hashlib.sha256(f"{lang}\n{digest}\n{inner}".encode()).digest()
