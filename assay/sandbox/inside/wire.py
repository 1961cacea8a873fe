"""Frames between the host and the sandbox: a JSON head and raw bytes, both of stated length.

    send(descriptor, {"op": "case"}, [b"3 4"])        head, blobs = receive(descriptor)

Used on both ends. What comes out of a sandbox is hostile: `receive` takes at most `most` bytes
and reads nothing but plain JSON.
"""

import json
import os
import struct
from collections.abc import Callable, Sequence
from typing import Any

HEAD = struct.Struct(">II")
MOST_HEAD = 1 << 22
MOST_BODY = 1 << 30
Read = Callable[[int], bytes]


class Closed(Exception):
    """The other end is gone."""


class Garbled(Exception):
    """The other end sent what is no frame."""


def pack(head: dict[str, Any], blobs: Sequence[bytes] = ()) -> bytes:
    """One frame: two lengths, the head as JSON with the blobs' sizes, the blobs."""
    text = json.dumps({**head, "sizes": [len(blob) for blob in blobs]}).encode()
    body = b"".join(blobs)
    return HEAD.pack(len(text), len(body)) + text + body


def unpack(read: Read, most: int = MOST_BODY) -> tuple[dict[str, Any], list[bytes]]:
    """The next frame from `read(n)`, which gives at most n bytes and b"" at the end."""
    lengths = HEAD.unpack(_exactly(read, HEAD.size))
    if lengths[0] > MOST_HEAD or lengths[1] > most:
        raise Garbled(f"frame of {lengths} bytes")
    text, body = _exactly(read, lengths[0]), _exactly(read, lengths[1])
    try:
        head = json.loads(text)
        sizes = [int(size) for size in head["sizes"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Garbled("frame with a broken head") from None
    if sum(sizes) != len(body) or min(sizes, default=0) < 0:
        raise Garbled("frame whose sizes do not add up")
    blobs, at = [], 0
    for size in sizes:
        blobs.append(body[at : at + size])
        at += size
    return head, blobs


def _exactly(read: Read, count: int) -> bytes:
    parts, missing = [], count
    while missing:
        part = read(min(missing, 1 << 20))
        if not part:
            raise Closed
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte; raises Closed when the reader is gone."""
    view = memoryview(data)
    try:
        while view:
            view = view[os.write(descriptor, view) :]
    except BrokenPipeError:
        raise Closed from None


def send(descriptor: int, head: dict[str, Any], blobs: Sequence[bytes] = ()) -> None:
    """Write one frame."""
    write_all(descriptor, pack(head, blobs))


def receive(descriptor: int, most: int = MOST_BODY) -> tuple[dict[str, Any], list[bytes]]:
    """Read one frame."""
    return unpack(lambda count: os.read(descriptor, count), most)
