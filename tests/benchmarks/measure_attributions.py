"""How well attributed speech is found: against articles of our own in which every attribution is marked.

    python tests/benchmarks/measure_attributions.py [--errors] [--only en-1]

The articles lie in `attributed/`: `[[7 what is said]]`, `<<7 cue>>`, `{{7 who says it}}` with one number for each attribution;
contents may be nested and may have several pieces. The first two letters of a file's name are its language.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import regex

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.model.annotation import Suggestion
from annotator.nlp.suggest import Suggesters

FOLDER = Path(__file__).parent / "attributed"
Place = tuple[int, int]
_MARK = regex.compile(r"(\[\[|<<|\{\{)(\d+) |\]\]|>>|\}\}")
_ROLES = {"[[": "content", "<<": "cue", "{{": "source"}


@dataclass
class Attribution:
    """One attribution as the file marks it, in code points of the text without marks."""

    content: list[Place] = field(default_factory=list)
    cue: list[Place] = field(default_factory=list)
    source: list[Place] = field(default_factory=list)


def unmarked(marked: str) -> tuple[str, list[Attribution]]:
    """The text without its marks, and its attributions in the order of their numbers."""
    text, at = "", 0
    found: dict[int, Attribution] = {}
    opened: list[tuple[str, int, int]] = []
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark.group(1):
            opened.append((_ROLES[mark.group(1)], int(mark.group(2)), len(text)))
        else:
            role, number, start = opened.pop()
            getattr(found.setdefault(number, Attribution()), role).append((start, len(text)))
    return text + marked[at:], [found[number] for number in sorted(found) if found[number].content]


def characters(pieces: Sequence[Place]) -> set[int]:
    return {at for start, end in pieces for at in range(start, end)}


def jaccard(one: set[int], other: set[int]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0


def compare(
    text: str,
    gold: Sequence[Attribution],
    packs: Mapping[str, Sequence[Suggestion]],
    counts: Counter[str],
    errors: bool,
) -> None:
    """Adds an article's figures to `counts`."""
    ours = [
        (claim, [pack[index] for role, index in claim.links if role == "claimer"])
        for source, pack in packs.items()
        for claim in pack
        if claim.label == "CLAIM" and source.startswith("annotator.claims")
    ]
    places = [characters(claim.fragments) for claim, _ in ours]
    said = set().union(*places)
    wanted = set().union(*(characters(item.content) for item in gold))
    counts.update({"chars right": len(said & wanted), "chars ours": len(said), "chars gold": len(wanted)})
    counts.update({"spans ours": len(ours), "spans gold": len(gold)})
    pairs = sorted(
        (
            (jaccard(characters(item.content), place), g, o)
            for g, item in enumerate(gold)
            for o, place in enumerate(places)
        ),
        reverse=True,
    )
    matched: dict[int, int] = {}
    for likeness, g, o in pairs:
        if likeness >= 0.5 and g not in matched and o not in matched.values():
            matched[g] = o
            counts["spans exact"] += likeness > 0.98
            if errors and likeness < 0.98:
                _say("bounds", text, gold[g].content, text, ours[o][0].fragments)
    counts["spans right"] += len(matched)
    for g, item in enumerate(gold):
        if g not in matched:
            if errors:
                _say("missed", text, item.content, text, item.cue)
        elif item.source:
            counts["claimers asked"] += 1
            source = characters(item.source)
            right = any(source & characters(end.fragments) for end in ours[matched[g]][1])
            counts["claimers right"] += right
            if errors and not right:
                _say("claimer", text, item.source, text, [p for end in ours[matched[g]][1] for p in end.fragments])
    for o, (claim, _) in enumerate(ours):
        if errors and o not in matched.values():
            cue = [packs[claim.source][index].fragments[0] for role, index in claim.links if role == "cue"]
            _say("extra", text, claim.fragments, text, cue)


def _say(kind: str, text: str, one: Sequence[Place], _: str, other: Sequence[Place]) -> None:
    sys.stdout.write(
        f"  {kind:8} {' … '.join(text[a:b] for a, b in one)!r}  |  {' … '.join(text[a:b] for a, b in other)!r}\n"
    )


def f1(right: int, ours: int, gold: int) -> str:
    """Precision, recall and F1 as a line."""
    precision, recall = right / max(1, ours), right / max(1, gold)
    return f"P {precision:.3f} R {recall:.3f} F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}"


def main() -> None:
    """Measures every article, then all of a language together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    suggesters = Suggesters()
    totals: dict[str, Counter[str]] = {}
    for path in sorted(FOLDER.glob(f"{options.only}*.txt")):
        text, gold = unmarked(path.read_text(encoding="utf-8"))
        counts: Counter[str] = Counter()
        if options.errors:
            sys.stdout.write(f"{path.stem}\n")
        compare(text, gold, suggesters(text, path.stem[:2]), counts, options.errors)
        totals.setdefault(path.stem[:2], Counter()).update(counts)
        if options.errors:
            report(path.stem, counts)
    for language, counts in totals.items():
        report(language, counts)


def report(name: str, counts: Counter[str]) -> None:
    sys.stdout.write(
        f"{name}: characters {f1(counts['chars right'], counts['chars ours'], counts['chars gold'])}; "
        f"spans {f1(counts['spans right'], counts['spans ours'], counts['spans gold'])} ({counts['spans gold']}, "
        f"{counts['spans exact']} exact); claimer {counts['claimers right'] / max(1, counts['claimers asked']):.3f}\n"
    )


if __name__ == "__main__":
    main()
