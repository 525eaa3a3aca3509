"""The memory of decisions as a page: each string with how it was labelled, relabelled and refused, where, and what memory is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from annotator.model.annotation import Fragments, quote_of
from annotator.model.memory import Memory, Told, folded, told_json
from annotator.model.phrases import tr
from annotator.services.jobs import Job
from annotator.services.learned import told_in
from annotator.services.wording import short
from annotator.services.workplace import Workplace
from annotator.storage import keeping, rows
from annotator.storage.remembering import decided_strings, labelled_strings, places_of_string

_CONTEXT = 60
"""Code points of context to each side."""


@dataclass
class Recalled:
    """What memory has of one string in one layer."""

    layer: str
    string: str
    labelled: Counter[str] = field(default_factory=Counter)
    """Label -> how often the string has it now."""
    accepted: int = 0
    relabelled: int = 0
    """Suggestions of it that were edited: another label, or other boundaries."""
    refused: Counter[str] = field(default_factory=Counter)
    """Label -> how often it was refused under it."""
    told: Told = field(default_factory=Told)
    proposed_as: str = ""
    """The label under which it is proposed wherever it stands; empty for none."""
    held_back: tuple[str, ...] = ()
    """Labels under which it is not proposed any more."""


@dataclass(frozen=True, slots=True)
class Recollection:
    """One place where something was decided about a string."""

    article: int
    title: str
    fragments: Fragments
    before: str
    quote: str
    after: str
    label: str
    what: str
    """`labelled`, `accepted`, `edited` or `rejected`."""


class Recalling:
    """Looking into the memory of the session's annotator, and telling it things. Each of these is one undo step."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def everything(self, job: Job) -> list[Recalled]:
        """All strings in the layers of names, by string. Reads the whole project: call it on another thread."""
        self._settle()
        owner = self._place.annotator
        found: dict[tuple[str, str], Recalled] = {}
        memory = Memory()

        def of(layer: str, quote: str) -> Recalled:
            string = folded(quote)
            return found.setdefault((layer, string), Recalled(layer, string))

        with self._place.project.snapshot() as db:
            job.report(0, None, tr("strings"))
            for layer, label, quote, times in labelled_strings(db, owner.key):
                if layer in memory.layers:
                    of(layer, quote).labelled[label] += times
                    memory.count_label(layer, label, quote, times)
            for layer, label, quote, verdict, times in decided_strings(db, owner.key):
                if layer not in memory.layers:
                    continue
                one = of(layer, quote)
                if verdict == "rejected":
                    one.refused[label] += times
                    memory.count_refusal(layer, label, quote, times)
                elif verdict == "accepted":
                    one.accepted += times
                else:
                    one.relabelled += times
            for (layer, string), told in told_in(db, owner).items():
                of(layer, string).told = told
                memory.tell(layer, string, told)
        job.check()
        for one in found.values():
            one.proposed_as = memory.proposes(one.layer, one.string) or ""
            one.held_back = memory.held_back(one.layer, one.string, {*one.labelled, *one.refused, *one.told.never})
        return sorted(found.values(), key=lambda one: (one.string.casefold(), one.string, one.layer))

    def places(self, layer: str, string: str, limit: int = 200) -> list[Recollection]:
        """Where something was decided about a string, in the order of articles; at most `limit`."""
        self._settle()
        db, owner = self._place.project.reader(), self._place.annotator.key
        found = []
        for key, label, fragments, what in places_of_string(db, owner, layer, string, limit):
            article = rows.article(db, key)
            start, end, text = fragments[0][0], fragments[-1][1], article.text
            before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
            quote = quote_of(text, fragments)
            found.append(
                Recollection(
                    key, article.title, fragments, " ".join(before.split()), quote, " ".join(after.split()), label, what
                )
            )
        return found

    def forget(self, strings: Sequence[Recalled]) -> None:
        """What was decided about these strings until now counts no more; what is decided from now on does."""
        values = {}
        for one in strings:
            labels = sorted({*one.labelled, *one.refused})
            counts = tuple((label, one.labelled[label], one.refused[label]) for label in labels)
            values[one.layer, one.string] = Told(forgotten=counts)
        self._tell(tr("Forget {strings}", strings=_named(strings)), values)

    def never(self, one: Recalled, label: str) -> None:
        """The string is never again proposed under this label."""
        told = Told(
            "" if one.told.always == label else one.told.always,
            tuple(sorted({*one.told.never, label})),
            one.told.forgotten,
        )
        name = self._place.schema.label_name(one.layer, label)
        self._tell(
            tr("Never {label}: “{string}”", label=name, string=short(one.string)), {(one.layer, one.string): told}
        )

    def never_any(self, strings: Iterable[tuple[str, str, str]]) -> int:
        """None of these (layer, label, string) is ever proposed again; one undo step. How many they are."""
        wanted = {(layer, label, folded(string)) for layer, label, string in strings}
        told = told_in(self._place.project.reader(), self._place.annotator)
        for layer, label, string in sorted(wanted):
            before = told.get((layer, string), Told())
            kept = "" if before.always == label else before.always
            told[layer, string] = Told(kept, tuple(sorted({*before.never, label})), before.forgotten)
        changed = {(layer, string): told[layer, string] for layer, _, string in wanted}
        if changed:
            names = _named([Recalled(layer, string) for layer, string in sorted(changed)])
            self._tell(tr("Never again: {strings}", strings=names), changed)
        return len(wanted)

    def always(self, one: Recalled, label: str) -> None:
        """The string is proposed under this label wherever it stands."""
        never = tuple(other for other in one.told.never if other != label)
        name = self._place.schema.label_name(one.layer, label)
        self._tell(
            tr("Always {label}: “{string}”", label=name, string=short(one.string)),
            {(one.layer, one.string): Told(label, never, one.told.forgotten)},
        )

    def untell(self, strings: Sequence[Recalled]) -> None:
        """Takes back what memory was told about these strings: what was decided speaks for itself again."""
        values = {(one.layer, one.string): Told() for one in strings}
        self._tell(tr("Nothing told about {strings}", strings=_named(strings)), values)

    def _tell(self, title: str, told: dict[tuple[str, str], Told]) -> None:
        prefix = f"{keeping.MEMORY}{self._place.annotator.id}/"
        values = {f"{prefix}{layer}/{string}": told_json(one) for (layer, string), one in told.items()}
        self._place.keep("memory", title, values)

    def _settle(self) -> None:
        """What was just done counts too."""
        if not self._place.project.read_only:
            self._place.project.writer.run(lambda db: None)


def _named(strings: Sequence[Recalled]) -> str:
    first = f"“{short(strings[0].string)}”" if strings else ""
    return tr("{first} and {n} more", first=first, n=len(strings) - 1) if len(strings) > 1 else first
