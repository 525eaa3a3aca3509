"""Which mentions of an article stand for the same: short forms joined to the long form that they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from annotator.nlp.reading import Name, Reading

_SMALL = frozenset(("of", "the", "and", "for", "in", "on", "&", "de", "-"))


def full_names(reading: Reading, names: Iterable[Name]) -> Mapping[Name, str]:
    """For each short mention ("Altman", "WHO") the full name it stands for; only where one alone fits."""
    named = list(names)
    full: dict[str, dict[str, None]] = {}
    for name in named:
        parts = [word for word in reading.words[name.first : name.last] if word != "-"]
        if len(parts) < 2:
            continue
        surface = reading.quote(name.range)
        for short in _short_forms(parts, name.label):
            full.setdefault(short, {})[surface] = None
    found = {}
    for name in named:
        surface = reading.quote(name.range)
        candidates = full.get(f"{name.label} {surface}", {})
        if len(candidates) == 1 and surface not in candidates:
            found[name] = next(iter(candidates))
    return found


def _short_forms(parts: list[str], label: str) -> Iterable[str]:
    """What a full name is shortened to: a person to the family name, an organisation to initials or its first word."""
    if label == "PERSON":
        numbered = parts[-1].isupper() and len(parts[-1]) <= 4 and len(parts) > 2
        yield f"PERSON {parts[-2] if numbered or parts[-1] in ('Jr.', 'Sr.') else parts[-1]}"
        yield f"PERSON {parts[0]}"
    elif label in ("ORG", "GPE", "EVENT", "LAW"):
        initials = "".join(part[0] for part in parts if part.lower() not in _SMALL)
        if len(initials) > 1 and initials.isupper():
            yield f"{label} {initials}"
            yield f"{label} {'.'.join(initials)}."
        if label == "ORG" and len(parts[0]) > 3:
            yield f"ORG {parts[0]}"
