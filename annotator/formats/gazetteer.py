"""Known names as a CSV file: string, label and, where they are there, name and case; read with each bad row named, and written."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from annotator.formats.reading import shown
from annotator.model.decoding import decode, without_lone_surrogates
from annotator.model.errors import UserError
from annotator.model.exchange import Skipped
from annotator.model.gazetteer import LONGEST, Known
from annotator.model.memory import folded
from annotator.model.phrases import tr

COLUMNS = ("string", "label", "name", "case")
"""What a header may name, in the order that holds without one."""
_ANY = frozenset(("any", "no", "false", "0", "insensitive"))
_EXACT = frozenset(("", "exact", "yes", "true", "1", "sensitive"))
_DELIMITERS = ",;\t|"

FindLabel = Callable[[str], tuple[str, str] | None]
"""Layer id and label id of a label by its name; None where the schema has none."""


def read(path: Path, find_label: FindLabel) -> Iterator[Known | Skipped]:
    """The known names of a file, in its order. A row that cannot be taken comes as `Skipped` with its line.

    Raises UserError: the file cannot be read.
    """
    try:
        text = decode(path.read_bytes()).text
    except OSError as error:
        raise UserError(tr("The file cannot be read: {reason}.", reason=error.strerror or error), path) from error
    text, _ = without_lone_surrogates(text)
    first_line = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first_line.count) if any(sign in first_line for sign in _DELIMITERS) else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns: tuple[str, ...] | None = None
    seen: dict[str, int] = {}
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Skipped(shown(path), line, tr("It is no row of a table ({reason}).", reason=str(error)))
            continue
        if not any(cell.strip() for cell in row):
            continue
        if columns is None:
            columns = _header(row)
            if columns != COLUMNS or [cell.strip().casefold() for cell in row[:2]] == list(COLUMNS[:2]):
                continue
        values = {name: cell.strip() for name, cell in zip(columns, row, strict=False)}
        found = _known(values, find_label)
        if isinstance(found, Known) and (before := seen.setdefault(found.string, line)) != line:
            found = tr("“{string}” is in line {n} already.", string=found.string, n=before)
        yield Skipped(shown(path), line, found) if isinstance(found, str) else found


def _header(row: list[str]) -> tuple[str, ...]:
    """The columns that the first row names; the usual ones where it is no header."""
    names = tuple(cell.strip().casefold() for cell in row)
    return names if "string" in names and "label" in names else COLUMNS


def _known(values: dict[str, str], find_label: FindLabel) -> Known | str:
    """What a row says, or why it cannot be taken."""
    string, case = folded(values.get("string", "")), values.get("case", "").casefold()
    if not string:
        return tr("It has no string.")
    if len(string) > LONGEST:
        return tr("Its string is longer than {n} characters.", n=LONGEST)
    label = find_label(values.get("label", ""))
    if label is None:
        return tr("The schema has no label “{label}”.", label=values.get("label", "")[:60])
    if case not in _ANY | _EXACT:
        return tr("Its case “{case}” is neither exact nor any.", case=case[:60])
    return Known(string, *label, name=values.get("name", ""), any_case=case in _ANY)


def written(known: Iterable[Known], label_name: Callable[[str, str], str]) -> str:
    """The file that `read` reads back. `label_name`: layer id and label id -> the name."""
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow(COLUMNS)
    for one in known:
        case = "any" if one.any_case else "exact"
        rows.writerow((one.string, label_name(one.layer, one.label), one.name, case))
    return stream.getvalue()
