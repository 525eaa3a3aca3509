"""brat folders for tests, and what comes out again of one that was imported."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from annotator.model.offsets import scale

TEXT = "Sony formed a joint venture with Ericsson in North and South America.\nMayor Lee 🎉 doubted it.\n"

ALL_KINDS = """\
T3\tORG 33 41\tEricsson
T1\tORG 0 4\tSony
#2\tAnnotatorNotes T1\tthe company, not the brand
T2\tMERGE 14 27\tjoint venture
E1\tMERGE:T2 Org1:T1 Org2:T3
T4\tLOC 45 50;61 68\tNorth America
R7\tOrigin Arg1:T3 Arg2:T4
R2\tCoref Anaphora:T1 Entity:T3\t
A1\tNegation E1
A2\tConfidence E1 L2
A5\tCertain T1
A3\tKind T1 company of Japan
M1\tSpeculation E1
N1\tReference T1 Wikipedia:42\tSony Corporation
*\tEquiv T1 T2 T3
#1\tAnnotatorNotes E1\tis it one?
#9\tNormalization T4\tAmérica 🌎
X1\tsomething else
T12\tPERSON 76 79\tLee
"""


def put_folder(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Writes files, with `/` between folders, exactly as given."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return folder


def contents(folder: Path, *, conf: bool = False) -> dict[str, bytes]:
    """The files of a folder, without the configuration."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (conf or path.suffix != ".conf")
    }


def ann(text: str, *labels: tuple[str, int, int], unit: str = "codepoint", crlf_as_one: bool = False) -> str:
    """T lines for places in code points, written in another unit."""
    known = scale(text, unit, crlf_as_one=crlf_as_one)
    return "".join(
        f"T{number}\t{label} {known.to_unit(start)} {known.to_unit(end)}\t{text[start:end]}\n"
        for number, (label, start, end) in enumerate(labels, 1)
    )
