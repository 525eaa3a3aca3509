"""UIMA CAS as XMI and as JSON, a file for each article: the way to INCEpTION and to everything that is built on UIMA.

Layers become types (entities the family's own NamedEntity), attributes features, links inside of a layer relations with
Governor and Dependent, all others slots. What UIMA has no place for stands in records of our own beside it, so that
nothing is lost; tools that do not know them pass over them. Needs the package dkpro-cassis, an optional extra.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.formats.cas_reading import read_json, read_xmi
from annotator.formats.document_files import DocumentFiles
from annotator.formats.losses import Losses
from annotator.formats.reading import Item, Reading
from annotator.formats.registry import Format
from annotator.formats.writing import Writing
from annotator.model.errors import UserError
from annotator.model.exchange import Loss, Row
from annotator.model.phrases import tr

TYPE_SYSTEM = "TypeSystem.xml"


def _check_installed() -> None:
    """Raises UserError where dkpro-cassis is not there."""
    try:
        import cassis  # noqa: F401  # only whether it is there
    except ImportError as error:
        raise UserError(
            tr("UIMA CAS files need the package dkpro-cassis, which is not installed."),
            hint=tr("Install it with: {command}", command='pip install "annotator[cas]"'),
        ) from error


def write_xmi(rows: Iterable[Row], target: Path, writing: Writing) -> list[Loss]:
    """Fills the folder `target`: an `.xmi` file for each row, and the type system that they share."""
    _check_installed()
    from annotator.formats.cas_writing import Types, cas_of

    losses, types, places = Losses(), Types(writing.schema), DocumentFiles(target, ".xmi")
    for row in rows:
        cas_of(row, types, losses, xml=True).to_xmi(places.of(row))
    places.finish()
    types.system.to_xml(target / TYPE_SYSTEM)
    return losses.listed()


def write_json(rows: Iterable[Row], target: Path, writing: Writing) -> list[Loss]:
    """Fills the folder `target`: a `.json` file for each row, each with the types that it uses."""
    _check_installed()
    from cassis.typesystem import TypeSystemMode

    from annotator.formats.cas_writing import Types, cas_of

    losses, types, places = Losses(), Types(writing.schema), DocumentFiles(target, ".json")
    for row in rows:
        cas = cas_of(row, types, losses, xml=False)
        cas.to_json(places.of(row), type_system_mode=TypeSystemMode.MINIMAL)
    places.finish()
    return losses.listed()


def _read_xmi(path: Path, reading: Reading) -> Iterator[Item]:
    _check_installed()
    yield from read_xmi(path, reading)


def _read_json(path: Path, reading: Reading) -> Iterator[Item]:
    _check_installed()
    yield from read_json(path, reading)


def _is_json_cas(path: Path, head: bytes) -> bool:
    return b'"%FEATURE_STRUCTURES"' in head or b'"%TYPES"' in head


XMI = Format(
    "xmi",
    "UIMA CAS (XMI)",
    (".xmi",),
    read=_read_xmi,
    write=write_xmi,
    companions=(TYPE_SYSTEM, TYPE_SYSTEM.lower()),
    writes_folder=True,
)
JSON_CAS = Format(
    "json-cas",
    "UIMA CAS (JSON)",
    (".json",),
    read=_read_json,
    write=write_json,
    recognises=_is_json_cas,
    writes_folder=True,
)
