"""The words that people read, in the language they chose. Every text that is shown passes through `tr`.

The English text is the key; a catalogue maps it to another language. Texts that are files' own words (labels, keys of
JSON, command names) do not pass here.
"""

from __future__ import annotations

from collections.abc import Mapping

_catalogue: Mapping[str, str] = {}


def use_catalogue(catalogue: Mapping[str, str]) -> None:
    """Show texts as `catalogue` has them from now on; what it lacks stays English."""
    global _catalogue
    _catalogue = catalogue


def tr(text: str, /, **values: object) -> str:
    """`text` in the chosen language, its `{names}` replaced by `values`."""
    found = _catalogue.get(text) or text
    return found.format(**values) if values else found


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """`one` where `count` is 1, else `many`, in the chosen language; `{n}` is the count with thousands separated."""
    return tr(one if count == 1 else many, n=f"{count:,}", **values)
