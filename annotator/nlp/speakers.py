"""Who speaks: from a word of the text to the mention that a claim or stance is linked to, a name or an ACTOR."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from annotator.nlp import cues, words
from annotator.nlp.evidence import kinds_of_nouns
from annotator.nlp.reading import Name, Range, Reading

SPEAKING = frozenset(
    {"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "PER", "MISC"}
)
"""Labels of names that can say something, or be written by somebody who does."""

PRONOUNS = frozenset(["he", "she", "they", "we", "i", "it", "you", "who", "one", "him", "her", "them", "me", "us"])
_RELATIVE = frozenset(("who", "which", "that", "whom"))
_THINGS = frozenset(
    ("this", "that", "these", "those", "there", "what", "which", "whom", "nothing", "something", "everything")
)
_BEFORE = frozenset(("det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet", "case", "punct", "neg"))
_AFTER = frozenset(("of", "for", "in", "at", "from", "with", "on", "to"))
_LONGEST_TAIL = 8


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a speaker is named: `label` is the name's label, or ACTOR."""

    tokens: Range
    label: str
    head: int

    @property
    def is_name(self) -> bool:
        return self.label != "ACTOR"


class Mentions:
    """The mentions of one text, found through its parse and its names."""

    def __init__(self, reading: Reading, names: Sequence[Name]) -> None:
        self.reading = reading
        self.names = names

    @cached_property
    def _name_at(self) -> dict[int, Name]:
        return {token: name for name in self.names for token in range(name.first, name.last)}

    def name_at(self, token: int) -> Name | None:
        """The name that covers `token`."""
        return self._name_at.get(token)

    def at(self, head: int) -> Mention | None:
        """The mention whose head word is `head`; None where it can be nobody."""
        reading = self.reading
        if reading.lower[head] in _RELATIVE and reading.parsed and reading.deps[head] != "det":
            clause = reading.heads[head]
            if reading.deps[clause] == "relcl":
                return self.at(reading.heads[clause])
        if reading.words[head - 1 : head] == ["-"] and reading.words[max(0, head - 2)] in ("D", "R", "I"):
            # "Rep. Ada Lee, D-Md., said": party and state are no speaker.
            before = head - 3
            while before > 0 and reading.words[before] in (",", "("):
                before -= 1
            if (name := self._name_at.get(before)) is not None:
                return self._named(name, before)
        name = self._name_at.get(head)
        if name is not None and name.label in SPEAKING:
            return self._named(name, head)
        if reading.lower[head] in PRONOUNS and reading.lower[head + 1 : head + 2] != ["of"]:
            return Mention((head, head + 1), "ACTOR", head)
        if reading.tagged and reading.tags[head][:2] not in ("NN", "CD", "DT", "JJ", "PR", "VB"):
            return None
        for child in reading.children[head]:
            if (
                reading.deps[child] == "appos"
                and (other := self._name_at.get(child))
                and other.label in ("PERSON", "PER")
            ):
                return Mention(other.range, other.label, child)
        if reading.lower[head] in cues.lexicon().documents and (owner := self._owner(head)):
            return owner
        return self._described(head)

    def meant(self, head: int) -> int:
        """The word that a relative pronoun stands for: "the coalition, which backed the bill"."""
        reading = self.reading
        if reading.lower[head] in _RELATIVE and reading.deps[head] != "det":
            clause = reading.heads[head]
            if reading.deps[clause] == "relcl":
                return reading.heads[clause]
        return head

    def can_speak(self, head: int) -> bool:
        """Whether the word can stand for somebody who speaks or thinks, or for a text that does."""
        reading = self.reading
        word = reading.lower[head]
        if word in _RELATIVE and (word == "who" or reading.deps[reading.heads[head]] == "relcl"):
            return word == "who" or self.can_speak(self.meant(head))
        if word in _THINGS:
            return False
        name = self._name_at.get(head)
        if name is not None and name.label in SPEAKING:
            return name.label in ("PERSON", "ORG", "GPE", "NORP", "PER")
        if word in PRONOUNS or word in cues.lexicon().documents or (name is None and reading.tags[head] == "NNP"):
            return True
        nouns = kinds_of_nouns()
        people = words.section("en", "names", "people")
        if any(form in nouns or form in people for form in (word, word.removesuffix("s"), word.removesuffix("es"))):
            return True
        return word.endswith(_of_people()) and word not in words.section("en", "names", "no people")

    def before_verb(self, head: int, verb: int) -> Mention | None:
        """The person whose name stands between the subject's head word and its verb: "team member Ada Lee told"."""
        reading = self.reading
        at = verb - 1
        while at > head and reading.tags[at][:2] in ("RB", "VB", "MD") and at not in self._name_at:
            at -= 1
        name = self._name_at.get(at)
        if name is None or name.label != "PERSON" or name.first <= head or name.first - head > 12:
            return None
        leading = name.first - 1
        while leading > head and reading.lower[leading].rstrip(".") in words.section("en", "names", "titles"):
            leading -= 1
        if reading.tags[leading] in ("IN", "TO", "POS", ",") or reading.words[leading] == "-":
            return None
        if any(reading.tags[token][:2] in ("VB", "MD", "CC", "WP") for token in range(head + 1, name.first)):
            return None
        return self._named(name, at)

    def _named(self, name: Name, head: int) -> Mention:
        return Mention(name.range, name.label, head)

    def _owner(self, document: int) -> Mention | None:
        """Whose statement, letter, ... it is, where a name says so."""
        reading = self.reading
        poss = reading.child(document, "poss")
        if poss is not None and (name := self._name_at.get(poss)) and name.label in SPEAKING:
            return Mention(name.range, name.label, poss)
        return None

    def _described(self, head: int) -> Mention:
        """An unnamed speaker: the noun with what stands before it, and a short "of ..." or "for ..." behind it."""
        reading = self.reading
        first, last = head, head + 1
        for child in reading.children[head]:
            if child < head and reading.deps[child] in _BEFORE:
                left, right = reading.subtree(child)
                if right <= head and head - left <= 10:
                    first = min(first, left)
            elif child == last and reading.deps[child] == "prep" and reading.lower[child] in _AFTER:
                last = max(last, self._tail(child))
        while first < head and not reading.words[first][0].isalnum():
            first += 1
        return Mention((first, last), "ACTOR", head)

    def _tail(self, preposition: int) -> int:
        """The end of a short "of ..." behind a noun, with no verb and no comma in it; else where it begins."""
        reading = self.reading
        last = reading.subtree(preposition)[1]
        within = range(preposition, last)
        if last - preposition > _LONGEST_TAIL or any(reading.tags[at][:2] in ("VB", "MD", ",") for at in within):
            noun = reading.child(preposition, "pobj")
            if noun is None or noun - preposition > _LONGEST_TAIL:
                return preposition
            return max(noun + 1, name.last if (name := self._name_at.get(noun)) else 0)
        return last

    def both(self, head: int) -> list[Mention]:
        """The mention at `head` and those joined to it: "Smith and Jones"."""
        found = [mention] if (mention := self.at(head)) else []
        for child in self.reading.children[head] if found else ():
            if self.reading.deps[child] == "conj" and child > head:
                found.extend(self.both(child))
        return found[:4]


def subject_of(reading: Reading, verb: int, deep: bool = True) -> int | None:
    """The head word of the subject of `verb`, looked for also where another verb has it ("came and said")."""
    seen = 0
    while seen < 6:
        seen += 1
        subject = next(
            (c for c in reading.children[verb] if reading.deps[c] == "nsubj" and reading.lower[c] != "whom"), None
        )
        if subject is not None:
            return subject
        if reading.child(verb, "nsubjpass", "auxpass") is not None:
            return agent_of(reading, verb)
        if not deep:
            return None
        dep, head = reading.deps[verb], reading.heads[verb]
        if dep == "acl":
            return head
        if dep in ("conj", "xcomp", "acomp", "advcl", "pcomp", "ccomp", "dep", "prep", "aux") and head != verb:
            verb = head
            continue
        return None
    return None


def agent_of(reading: Reading, verb: int) -> int | None:
    """Who does it in the passive: the noun after "by"."""
    by = reading.child(verb, "agent")
    return reading.child(by, "pobj") if by is not None else None


@cache
def _of_people() -> tuple[str, ...]:
    """Endings of nouns for people."""
    return words.sections("en", "names")["people endings"]
