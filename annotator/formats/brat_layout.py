"""What a brat file held beside what the model holds: its ids, the order of its lines, and lines of other kinds.

It is kept in the article's metadata under `brat`, so that an export writes the same file again with what has changed in
it. Each line of the file is one text in `lines`:

    T1                  a label; `T1~` where another file with the same text has another label of that id
    A1 T1 Name          an attribute of a label
    R1                  a link; `R1 Arg1 Arg2` with the names of its arguments where they are others
    #1 T1 Kind 5f3a     a note on a label, with a checksum of its text
    =E1<tab>Type:T1     any other line as it is; `=E1<tab>:T1` where the type is the label of the trigger
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KEY = "brat"
RAW = "="
_OWN = "~"


@dataclass(slots=True)
class Layout:
    """One `.ann` file."""

    file: str
    """The name of its text file, `/` between folders."""
    annotator: str = ""
    encoding: str = ""
    """The encoding of the text file; empty for UTF-8."""
    mark: bool = False
    """Whether a byte order mark stood before it that is no part of the text."""
    lines: list[str] = field(default_factory=list)

    def as_meta(self) -> dict[str, Any]:
        """What is kept in metadata. The file's name is in it too: merging projects may part it from what stands beside it."""
        found: dict[str, Any] = {"file": self.file, "annotator": self.annotator, "lines": self.lines}
        if self.encoding:
            found["encoding"] = self.encoding
        return found | ({"mark": True} if self.mark else {})


def layouts(meta: Mapping[str, Any]) -> list[Layout]:
    """The brat files that an article came from; a later version of a file in the place of the earlier one."""
    found: dict[tuple[str, str], Layout] = {}
    listed = meta.get("sources")
    for source in (meta, *(listed if isinstance(listed, list) else ())):
        if isinstance(source, Mapping) and (layout := _layout(source)) is not None:
            found[layout.annotator, layout.file] = layout
    return list(found.values())


def files(meta: Mapping[str, Any]) -> list[str]:
    """The names of all files that an article came from."""
    listed = meta.get("sources")
    sources = (meta, *(listed if isinstance(listed, list) else ()))
    places = [place for source in sources if isinstance(source, Mapping) for place in (source, source.get(KEY))]
    names = [place.get("file") for place in places if isinstance(place, Mapping)]
    return list(dict.fromkeys(name for name in names if isinstance(name, str) and name))


def _layout(source: Mapping[str, Any]) -> Layout | None:
    kept = source.get(KEY)
    name = kept.get("file") if isinstance(kept, Mapping) else None
    if not isinstance(kept, Mapping) or not isinstance(name, str) or not name:
        return None
    lines, annotator, encoding = kept.get("lines"), kept.get("annotator"), kept.get("encoding")
    return Layout(
        name,
        annotator if isinstance(annotator, str) else "",
        encoding if isinstance(encoding, str) else "",
        kept.get("mark") is True,
        [line for line in lines if isinstance(line, str)] if isinstance(lines, list) else [],
    )


def checksum(text: str) -> str:
    """A few characters that tell one note's text from another's."""
    return f"{zlib.crc32(text.encode('utf-8', 'surrogatepass')):x}"


def own(identity: str) -> str:
    """How a line is listed whose id has other content in another file with the same text."""
    return identity + _OWN


def key_of(layout: Layout, listed: str) -> str:
    """The id that the label or link listed as `listed` has in the project (`origin.id`)."""
    return own_key(layout.file, listed[: -len(_OWN)]) if listed.endswith(_OWN) else listed


def own_key(file: str, identity: str) -> str:
    return f"{file}:{identity}"


def plain(listed: str) -> str:
    """The id as it stands in the file."""
    return listed.removesuffix(_OWN)
