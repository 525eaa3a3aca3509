"""How good suggestions are: against public gold labels beside the checkout, and the sample corpus's own.

    python tests/benchmarks/measure_suggestions.py [--json FILE] [--errors N]

Reads `../shared/data` (uner-pud-en, gum-wikinews, meantime-wikinews) where it is there; prints precision, recall and F1.
Claims are compared with GUM's attributions and MEANTIME's speech links, which mark only some of them: recall counts there.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.model.annotation import Suggestion
from annotator.nlp.suggest import Suggesters

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"

TYPES = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
"""Our labels that the coarse gold sets have, under their names there."""


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")


Place = tuple[int, int]


def rows(name: str) -> list[dict[str, Any]]:
    """The articles of a gold set; none where it is not there."""
    path = DATA / name / "gold.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.is_file() else []


def figures(right: int, proposed: int, wanted: int) -> dict[str, float]:
    precision, recall = right / proposed if proposed else 0.0, right / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3), "gold": wanted}


def entities_of(packs: Mapping[str, Sequence[Suggestion]]) -> dict[Place, str]:
    """The names that are proposed, with their coarse type."""
    found = {}
    for source, pack in packs.items():
        if not source.startswith(("annotator.claims", "annotator.stances")):
            for suggestion in pack:
                if suggestion.layer == "entity" and suggestion.label in TYPES:
                    found[suggestion.fragments[0]] = TYPES[suggestion.label]
    return found


def claims_of(packs: Mapping[str, Sequence[Suggestion]]) -> list[tuple[Suggestion, list[Suggestion]]]:
    """The claims that are proposed, each with its cues."""
    return [
        (suggestion, [pack[index] for role, index in suggestion.links if role == "cue"])
        for pack in packs.values()
        for suggestion in pack
        if suggestion.label == "CLAIM" and suggestion.source.startswith("annotator.claims")
    ]


def characters(pieces: Iterable[Place]) -> set[int]:
    return {at for start, end in pieces for at in range(start, end)}


def measure_uner(suggesters: Suggesters, errors: int) -> dict[str, Any]:
    """Names in sentences: boundaries, and boundaries with their type."""
    found: dict[str, Any] = {}
    for genre in ("wiki", "news"):
        articles = [row for row in rows("uner-pud-en") if row["genre"] == genre]
        right = typed = proposed = wanted = 0
        wrong: Counter[str] = Counter()
        for row, packs in zip(articles, suggesters.pipe((row["text"], "en") for row in articles), strict=True):
            gold = {(span["start"], span["end"]): span["label"] for span in row["spans"]}
            ours = entities_of(packs)
            right += len(gold.keys() & ours.keys())
            typed += len(gold.items() & ours.items())
            proposed, wanted = proposed + len(ours), wanted + len(gold)
            for place in gold.keys() - ours.keys():
                wrong[f"missed {gold[place]} {row['text'][slice(*place)]!r}"] += 1
            for place in ours.keys() - gold.keys():
                wrong[f"wrong {ours[place]} {row['text'][slice(*place)]!r}"] += 1
            for place in gold.keys() & ours.keys():
                if gold[place] != ours[place]:
                    wrong[f"type {ours[place]} for {gold[place]} {row['text'][slice(*place)]!r}"] += 1
        if articles:
            found[genre] = {"boundaries": figures(right, proposed, wanted), "typed": figures(typed, proposed, wanted)}
            for kind, count in wrong.most_common(errors):
                say(f"    {count} {kind}")
    return found


def measure_gum(suggesters: Suggesters, errors: int) -> dict[str, Any]:
    """Characters of attributed content, and whether each attribution is found at all."""
    right = proposed = wanted = found = there = named = names = 0
    articles = rows("gum-wikinews")
    for row, packs in zip(articles, suggesters.pipe((row["text"], "en") for row in articles), strict=True):
        ours = claims_of(packs)
        said = characters(piece for claim, _ in ours for piece in claim.fragments)
        gold = characters(tuple(item["content"]) for item in row["attributions"])
        right, proposed, wanted = right + len(said & gold), proposed + len(said), wanted + len(gold)
        for item in row["attributions"]:
            content = characters([tuple(item["content"])])
            there += 1
            hit = len(content & said) >= len(content) / 2
            found += hit
            if not hit and errors:
                start, end = min(item["cue"][0], item["content"][0]), max(item["cue"][1], item["content"][1])
                say(
                    "    missed", repr(row["text"][slice(*item["cue"])]), "IN", repr(row["text"][start - 30 : end + 30])
                )
        linked = {
            (s["start"], s["end"]) for s in row["spans"] if s.get("identity") and row["text"][s["start"]].isupper()
        }
        names += len(linked)
        named += len(linked & entities_of(packs).keys())
    return {
        "content, characters": figures(right, proposed, wanted),
        "attributions found": round(found / there, 3) if there else 0.0,
        "linked names found": round(named / names, 3) if names else 0.0,
    }


def measure_meantime(suggesters: Suggesters, errors: int) -> dict[str, Any]:
    """Whether the cue of each speech link is found, and whether what it brings holds the head of what was said."""
    cues = contents = there = 0
    articles = rows("meantime-wikinews")
    for row, packs in zip(articles, suggesters.pipe((row["text"], "en") for row in articles), strict=True):
        ours = claims_of(packs)
        covered = characters(piece for claim, _ in ours for piece in claim.fragments)
        marks = characters(piece for _, cues_of in ours for cue in cues_of for piece in cue.fragments)
        for link in row["slinks"]:
            there += 1
            cue = link["cue"][0] in marks or link["cue"][0] in covered
            content = link["content_head"][0] in covered
            cues, contents = cues + cue, contents + content
            if not content and errors:
                start = link["cue"][0]
                say(
                    "    missed",
                    repr(row["text"][max(0, start - 90) : start + 110]),
                    "->",
                    row["text"][slice(*link["content_head"])],
                )
    return {"cues": round(cues / there, 3), "contents": round(contents / there, 3), "links": there} if there else {}


def measure_sample(suggesters: Suggesters, errors: int) -> dict[str, Any]:
    """All three layers against the sample corpus's gold: spans, characters, claimers, attributes, stances with their ends."""
    path = ROOT / "resources" / "sample" / "gold.jsonl"
    articles = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    counts: Counter[str] = Counter()
    for row in articles:
        text = row["text"]
        spans = {span["id"]: span for span in row["spans"]}
        links: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for link in row["links"]:
            links.setdefault((link["from"], link["role"]), []).append(spans[link["to"]])
        packs = suggesters(text, row["meta"].get("language", "en"))
        _compare_names(row, packs, counts)
        ours = [(claim, _ends(packs, claim)) for claim, _ in claims_of(packs)]
        gold = [span for span in row["spans"] if span["label"] == "CLAIM"]
        taken: set[int] = set()
        said, wanted = (
            characters(p for c, _ in ours for p in c.fragments),
            characters(tuple(p) for g in gold for p in g["fragments"]),
        )
        counts.update({"chars right": len(said & wanted), "chars ours": len(said), "chars gold": len(wanted)})
        counts.update({"claims ours": len(ours), "claims gold": len(gold)})
        for span in gold:
            place = characters(tuple(p) for p in span["fragments"])
            best = max(range(len(ours)), key=lambda at: jaccard(place, characters(ours[at][0].fragments)), default=None)
            if best is None or best in taken or jaccard(place, characters(ours[best][0].fragments)) < 0.5:
                if errors:
                    say("    missed", repr(span["text"]), [end["text"] for end in links.get((span["id"], "cue"), ())])
                continue
            taken.add(best)
            claim, ends = ours[best]
            counts["claims right"] += 1
            counts["claims exact"] += place == characters(claim.fragments)
            claimers = links.get((span["id"], "claimer"), [])
            if claimers:
                counts["claimer asked"] += 1
                right = any(
                    end.start < other["end"] and other["start"] < end.end
                    for end in ends.get("claimer", ())
                    for other in claimers
                )
                counts["claimer right"] += right
                if not right and errors:
                    say(
                        "    claimer",
                        [text[e.start : e.end] for e in ends.get("claimer", ())],
                        "for",
                        [o["text"] for o in claimers],
                    )
            for name, value in span["attributes"].items():
                if isinstance(value, str) and name in claim.attributes:
                    counts[f"{name} filled"] += 1
                    counts[f"{name} right"] += claim.attributes[name] == value
        for at, (claim, _) in enumerate(ours):
            if at not in taken and errors:
                say("    extra", repr(text[claim.start : claim.end]), claim.score)
        _compare_stances(row, packs, links, counts, errors)
    found: dict[str, Any] = {
        name: figures(counts[f"{name} right"], counts[f"{name} ours"], counts[f"{name} gold"])
        for name in ("names", "typed names", "chars", "claims", "stances")
    }
    found["claims exact"] = counts["claims exact"]
    found["claimer right"] = round(counts["claimer right"] / max(1, counts["claimer asked"]), 3)
    found["attributes right"] = {
        name.removesuffix(" filled"): f"{counts[name.replace('filled', 'right')]}/{count}"
        for name, count in counts.items()
        if name.endswith(" filled")
    }
    return found


def _ends(packs: Mapping[str, Sequence[Suggestion]], suggestion: Suggestion) -> dict[str, list[Suggestion]]:
    pack = packs[suggestion.source]
    found: dict[str, list[Suggestion]] = {}
    for role, index in suggestion.links:
        found.setdefault(role, []).append(pack[index])
    return found


def _compare_names(row: Mapping[str, Any], packs: Mapping[str, Sequence[Suggestion]], counts: Counter[str]) -> None:
    offered = ("PERSON", "ORG", "GPE", "NORP", "LOC", "EVENT", "LAW", "DATE", "MONEY", "PERCENT")
    gold = {
        (s["start"], s["end"]): s["label"] for s in row["spans"] if s["layer"] == "entity" and s["label"] in offered
    }
    ours = {
        s.fragments[0]: s.label
        for source, pack in packs.items()
        if not source.startswith(("annotator.claims", "annotator.stances"))
        for s in pack
        if s.label in offered
    }
    counts.update({"names right": len(gold.keys() & ours.keys()), "names ours": len(ours), "names gold": len(gold)})
    counts.update(
        {
            "typed names right": len(gold.items() & ours.items()),
            "typed names ours": len(ours),
            "typed names gold": len(gold),
        }
    )


def _compare_stances(
    row: Mapping[str, Any],
    packs: Mapping[str, Sequence[Suggestion]],
    links: Mapping[tuple[str, str], Sequence[Mapping[str, Any]]],
    counts: Counter[str],
    errors: int,
) -> None:
    """A stance is right where side and place (overlapping) and holder (overlapping, where the gold links one) are."""
    text = row["text"]
    ours = [s for pack in packs.values() for s in pack if s.layer == "stance"]
    gold = [s for s in row["spans"] if s["layer"] == "stance"]
    counts.update({"stances ours": len(ours), "stances gold": len(gold)})
    left = list(ours)
    for span in gold:
        holders = links.get((span["id"], "holder"), ())
        hit = next(
            (
                s
                for s in left
                if s.label == span["label"]
                and s.start < span["end"]
                and span["start"] < s.end
                and (
                    not holders
                    or any(
                        e.start < h["end"] and h["start"] < e.end
                        for e in _ends(packs, s).get("holder", ())
                        for h in holders
                    )
                )
            ),
            None,
        )
        if hit is not None:
            left.remove(hit)
            counts["stances right"] += 1
        elif errors:
            say("    stance missed", span["label"], repr(span["text"]), [h["text"] for h in holders])
    for s in left if errors else ():
        say("    stance extra", s.label, repr(text[s.start : s.end]))


def jaccard(one: set[int], other: set[int]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0


def main() -> None:
    """Measures everything that is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="how many kinds of error to list")
    parser.add_argument("--only", default="uner,gum,meantime,sample")
    options = parser.parse_args()
    suggesters = Suggesters()
    measures = {"uner": measure_uner, "gum": measure_gum, "meantime": measure_meantime, "sample": measure_sample}
    found = {name: measures[name](suggesters, options.errors) for name in options.only.split(",")}
    say(json.dumps(found, indent=1))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
