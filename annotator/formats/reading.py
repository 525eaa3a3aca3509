"""What readers of all formats share: how a file is to be read, and its bytes as lines or as one text.

Bytes become text once: nothing here trims, normalises or mends a text.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from annotator.model.decoding import Decoded, byte_order_mark, decode
from annotator.model.errors import UserError
from annotator.model.exchange import Declared, Mismatch, Row, Skipped
from annotator.model.phrases import tr

LONGEST_LINE = 1 << 28
"""Bytes. A longer line is no article; it is skipped without being held in memory."""
_BLOCK = 1 << 20
"""Bytes that are read at once."""


class Remark(NamedTuple):
    """Something that a person should know about what was taken: characters that were replaced, an encoding guessed."""

    path: str
    line: int
    what: str


Item = Row | Skipped | Mismatch | Remark | Declared
"""What a reader yields. The labels that are missing from a row because they were malformed are its Mismatches."""


@dataclass(slots=True)
class Meter:
    """How much has been read, for progress."""

    bytes: int = 0


def shown(path: Path | str) -> str:
    """A path as text that can be written anywhere: bytes in it that are no UTF-8 become U+FFFD."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are to be read."""

    fields: Mapping[str, str] = field(default_factory=dict)
    """`--map`: our field (`text`, `title`, ...) -> the column or key that it is in."""
    encoding: str | None = None
    """The encoding of all files where a person says so; None to find it out."""
    offset_unit: str | None = None
    """`codepoint`, `utf16`, `byte` or `grapheme` where a person says so; None to find it out by the quotes."""
    root: Path | None = None
    """The folder that was to be imported, if it was one."""
    meter: Meter = field(default_factory=lambda: Meter())
    """Counts on while files are read."""
    annotator: str = ""
    """Whose the labels are that name nobody."""
    memory: dict[Any, Any] = field(default_factory=dict)
    """What readers remember from one file of an import to the next."""

    def name_of(self, path: Path) -> str:
        """What `path` is called in metadata: from `root` where it lies there, with `/` between folders."""
        inside = self.root is not None and path.is_relative_to(self.root)
        return shown(path.relative_to(self.root).as_posix() if inside and self.root else path.name)


class Line(NamedTuple):
    """A line of a file as bytes, or the reason why there is none."""

    number: int
    data: bytes
    fault: str = ""


def read_text(path: Path, reading: Reading, declared: str | None = None) -> Decoded:
    """A whole file as text. Raises UserError where its encoding cannot be found, OSError where it cannot be read."""
    data = path.read_bytes()
    if reading.encoding is not None:
        return _decoded_as(data, reading.encoding)
    return decode(data, declared)


def _decoded_as(data: bytes, encoding: str) -> Decoded:
    marked = byte_order_mark(data)
    if marked and marked[1].replace("-", "") == encoding.lower().replace("-", "").replace("_", ""):
        data = data[len(marked[0]) :]
    try:
        return Decoded(data.decode(encoding), encoding, "declared")
    except (UnicodeError, LookupError) as error:
        raise not_in_encoding(encoding, error) from error


def not_in_encoding(encoding: str, error: Exception) -> UserError:
    if isinstance(error, UnicodeError):
        return UserError(tr("The file is not in the encoding {encoding}.", encoding=encoding))
    return UserError(
        tr("There is no encoding called “{encoding}”.", encoding=encoding), hint=tr("Try utf-8 or windows-1252.")
    )


class Lines:
    """The lines of a file, split at LF only, without their ends; `encoding` is what they were found to be in. Memory is that of one line.

    The lines come as UTF-8 if the file is well; ask `utf8` about one that turns out not to be: each line is decoded by
    itself, and only where most lines of a file are not UTF-8 is another encoding guessed.
    """

    def __init__(self, path: Path, reading: Reading, *, keep_ends: bool = False) -> None:
        self.path = path
        self._meter = reading.meter
        self._keep_ends = keep_ends
        self.encoding = reading.encoding or "utf-8"
        self._forced = reading.encoding is not None
        self._guessed = ""

    def __iter__(self) -> Iterator[Line]:
        with self.path.open("rb", buffering=_BLOCK) as stream:
            yield from self._narrow(stream) if self._begin(stream) else self._wide(stream)

    def _begin(self, stream: BinaryIO) -> bool:
        """Goes over a byte order mark. Whether the file is taken for UTF-8."""
        mark = byte_order_mark(stream.read(4))
        if mark and not self._forced:
            self.encoding = mark[1]
        narrow = self.encoding.lower().replace("_", "-") in ("utf-8", "utf8")
        stream.seek(len(mark[0]) if mark and (not self._forced or (narrow and mark[1] == "utf-8")) else 0)
        return narrow

    def texts(self) -> Iterator[tuple[int, str | None]]:
        """Numbers and texts of the lines, None for one that is not UTF-8 in a file that otherwise is. Raises UserError.

        Many lines are decoded at once, which takes a fourth of the time.
        """
        number = 0
        with self.path.open("rb") as stream:
            if not self._begin(stream):
                yield from self._each_text(iter(self))
                return
            parts: list[bytes] = []
            while block := stream.read(_BLOCK):
                cut = block.rfind(b"\n") + 1
                if not cut:
                    parts.append(block)
                    if len(parts) * _BLOCK > LONGEST_LINE:
                        raise UserError(tr("The line is longer than 256 MB."))
                    continue
                whole, parts = b"".join((*parts, block[:cut])), [block[cut:]]
                yield from self._decoded(whole, number)
                number += whole.count(b"\n")
            if rest := b"".join(parts):
                yield from self._decoded(rest + b"\n", number)

    def _decoded(self, whole: bytes, number: int) -> Iterator[tuple[int, str | None]]:
        self._meter.bytes += len(whole)
        try:
            lines = whole.decode("utf-8").split("\n")
        except UnicodeDecodeError:
            found = (Line(at, data.removesuffix(b"\r")) for at, data in enumerate(whole.split(b"\n")[:-1], number + 1))
            yield from self._each_text(found)
        else:
            del lines[-1]
            yield from enumerate([line.removesuffix("\r") for line in lines] if b"\r" in whole else lines, number + 1)

    def _each_text(self, lines: Iterator[Line]) -> Iterator[tuple[int, str | None]]:
        for number, data, fault in lines:
            if fault:
                raise UserError(fault)
            utf8 = self.utf8(data)
            yield number, None if utf8 is None else utf8.decode("utf-8")

    def utf8(self, data: bytes) -> bytes | None:
        """`data`, a line that came from here, as UTF-8; None where it is not and the file otherwise is."""
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            self._guessed = self._guessed or self._guess()
            if self._guessed == "utf-8":
                return None
            self.encoding = self._guessed
            return data.decode(self._guessed, "replace").encode("utf-8")
        return data

    def _wide(self, stream: BinaryIO) -> Iterator[Line]:
        """Lines of a file in another encoding, which may use the byte of LF in other characters."""
        try:
            text = io.TextIOWrapper(stream, encoding=self.encoding, newline="\n")
        except LookupError as error:
            raise not_in_encoding(self.encoding, error) from error
        try:
            for number, line in enumerate(iter(lambda: text.readline(LONGEST_LINE), ""), 1):
                if not self._keep_ends:
                    line = line.removesuffix("\n").removesuffix("\r")
                data = line.encode("utf-8", "surrogatepass")
                self._meter.bytes += len(data)
                yield Line(number, data)
        except UnicodeError as error:
            raise not_in_encoding(self.encoding, error) from error
        finally:
            text.detach()  # the stream is closed by who opened it

    def _narrow(self, stream: BinaryIO) -> Iterator[Line]:
        number = 0
        while data := stream.readline(LONGEST_LINE):
            number += 1
            self._meter.bytes += len(data)
            if data[-1:] == b"\n":
                yield Line(number, data if self._keep_ends else data[:-2] if data[-2:] == b"\r\n" else data[:-1])
            elif len(data) < LONGEST_LINE:
                yield Line(number, data)
            else:
                while data and data[-1:] != b"\n":
                    data = stream.readline(LONGEST_LINE)
                yield Line(number, b"", tr("The line is longer than 256 MB."))

    def _guess(self) -> str:
        """`utf-8` where most lines are, else what the lines that are not seem to be in."""
        good = bad = 0
        sample = bytearray()
        with self.path.open("rb", buffering=1 << 20) as stream:
            while data := stream.readline(LONGEST_LINE):
                try:
                    data.decode("utf-8")
                    good += not data.isspace()
                except UnicodeDecodeError:
                    bad += 1
                    if len(sample) < 1 << 16:
                        sample += data[: 1 << 16]
        if bad <= good:
            return "utf-8"
        try:
            return decode(bytes(sample)).encoding
        except UserError:
            return "utf-8"
