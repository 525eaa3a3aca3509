"""From the bytes of a file to the text of an article: decoded once, then never changed.

UTF-8 first; then what a byte order mark or the file itself declares; then the guess of charset-normalizer.
Line ends, controls, NBSP and NUL are kept as they are.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from annotator.model.errors import UserError
from annotator.model.latin import latin_encoding
from annotator.model.phrases import tr

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text, the name of the encoding that fitted, and how it was found: `utf-8`, `mark`, `declared` or `guess`."""

    text: str
    encoding: str
    found_by: str


def byte_order_mark(data: bytes) -> tuple[bytes, str] | None:
    """The byte order mark that `data` begins with and the encoding it stands for, or None."""
    return next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), None)


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a whole file. `declared` is the encoding that the file names itself, if it does.

    A byte order mark at the start is an encoding mark and dropped. Raises UserError when no encoding fits.
    """
    if marked := byte_order_mark(data):
        mark, name = marked
        try:
            return Decoded(data[len(mark) :].decode(name), name, "mark")
        except UnicodeDecodeError:
            pass  # a UTF-8 file may contain broken bytes, a binary file may begin with FF FE
    try:
        return Decoded(data.decode("utf-8"), "utf-8", "utf-8")
    except UnicodeDecodeError:
        pass
    if declared and (text := _decode_as(data, declared)) is not None:
        return Decoded(text, codecs.lookup(declared).name, "declared")
    return _guess(data)


def _decode_as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (
        LookupError,
        UnicodeError,
        ValueError,
    ):  # LookupError also for "rot13": Python's transforms are no encodings
        return None


def _guess(data: bytes) -> Decoded:
    if (encoding := latin_encoding(data)) is not None and (text := _decode_as(data, encoding)) is not None:
        return Decoded(text, encoding, "guess")
    from charset_normalizer import from_bytes  # only few imports ever need it

    best = from_bytes(data).best()
    if best is None:
        raise UserError(
            tr("The encoding of this text could not be found."),
            hint=tr("Save it as UTF-8 and import it again."),
        )
    return Decoded(str(best), best.encoding, "guess")


def without_lone_surrogates(text: str) -> tuple[str, int]:
    """`text` with each lone surrogate replaced by U+FFFD, and how many there were.

    JSON can write halves of surrogate pairs; they are no characters and can be stored in no file.
    """
    if text.isascii():
        return text, 0
    return _LONE_SURROGATE.subn(REPLACEMENT, text)
