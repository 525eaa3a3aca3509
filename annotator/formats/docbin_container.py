"""The container of a DocBin, written in constant memory: its lists are gathered in temporary files and packed at the end.

spaCy's own class holds a whole corpus several times over while it writes one. What comes out is the same: a msgpack map,
compressed with zlib.
"""

from __future__ import annotations

import shutil
import struct
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any

_VERSION = "0.1"
_CHUNK = 1 << 20
_BYTES, _LIST = ("tokens", "spaces", "lengths"), ("cats", "flags", "span_groups", "user_data")
"""What is one run of bytes, and what is a list with an entry for each document."""


class Container:
    """Takes documents one after the other; `save` writes them all."""

    def __init__(self, folder: Path, attrs: Iterable[int], pack: Callable[[Any], bytes]) -> None:
        """`pack`: packs one value as msgpack."""
        self._attrs = list(attrs)
        self._pack = pack
        self._count = 0
        self._strings: set[str] = set()
        self._open = ExitStack()
        self._files: dict[str, IO[bytes]] = {}
        for name in (*_BYTES, *_LIST):
            file = TemporaryFile(dir=folder)  # noqa: SIM115  # the stack closes it
            self._files[name] = self._open.enter_context(file)

    def __enter__(self) -> Container:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def add(
        self,
        tokens: Any,
        spaces: Any,
        strings: Iterable[str],
        cats: Mapping[str, float],
        span_groups: bytes,
        user_data: bytes,
    ) -> None:
        """`tokens`: a row for each token with a column (uint64) for each attribute; `spaces`: a bool for each."""
        self._count += 1
        self._strings.update(strings)
        files = self._files
        files["tokens"].write(tokens.tobytes("C"))
        files["spaces"].write(spaces.tobytes("C"))
        files["lengths"].write(struct.pack("<i", len(tokens)))
        files["cats"].write(self._pack(dict(cats)))
        files["flags"].write(self._pack({"has_unknown_spaces": False}))
        files["span_groups"].write(self._pack(span_groups))
        files["user_data"].write(self._pack(user_data))

    def save(self, target: Path) -> None:
        with target.open("wb", buffering=_CHUNK) as stream:
            out = _Compressing(stream)
            out.write(struct.pack(">BI", 0xDF, 3 + len(_BYTES) + len(_LIST)))  # a map with so many entries
            for name, value in (("version", _VERSION), ("attrs", self._attrs), ("strings", sorted(self._strings))):
                out.write(self._pack(name) + self._pack(value))
            for name, file in self._files.items():
                size = file.seek(0, 2)
                head = struct.pack(">BI", 0xDD, self._count) if name in _LIST else struct.pack(">BI", 0xC6, size)
                out.write(self._pack(name) + head)
                file.seek(0)
                shutil.copyfileobj(file, out, _CHUNK)
            out.finish()


class _Compressing:
    """A file that compresses what is written to it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._zlib = zlib.compressobj()

    def write(self, data: bytes) -> int:
        self._stream.write(self._zlib.compress(data))
        return len(data)

    def finish(self) -> None:
        self._stream.write(self._zlib.flush())
