"""Which pipelines propose, in what order, for which layers and languages: the project's plan of suggesters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from annotator.model.annotation import Suggestion

LAYERS = ("entity", "claim", "stance")
"""The layers for which pipelines propose."""
OURS = "annotator"
"""The name by which people call our own suggester: our rules on the best pipeline that is installed."""
_MOST = 40
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Suggester:
    """One line of the plan. In what several propose alike the first one in the plan counts."""

    model: str = ""
    """The name of an installed package, or a folder; empty for our own, on the best pipeline that is installed."""
    layers: tuple[str, ...] = LAYERS
    """The layers in which what it proposes is wanted."""
    language: str = ""
    """Only for texts in this language (ISO 639-1); empty for all."""
    on: bool = True
    source: str = ""
    """What its suggestions are called, `name@version`; empty for our own, whose name depends on the language."""
    alone: tuple[str, ...] = ()
    """The layers in which our own are silent on texts that it reads."""

    @property
    def is_folder(self) -> bool:
        """Whether it lies in a folder of somebody's, not in an installed package: it is asked about before it is loaded."""
        return bool(self.model) and not self.model.isidentifier()

    def serves(self, language: str) -> bool:
        return self.on and bool(self.layers) and self.language in ("", language)


Plan = tuple[Suggester, ...]

USUAL: Plan = (Suggester(),)
"""The plan of a project that has none."""


def named(models: Iterable[str]) -> Plan:
    """The plan of the pipelines that a person named, each for every text."""
    return tuple(Suggester("" if name == OURS else name) for name in models) or USUAL


def plan_json(plan: Plan) -> list[dict[str, Any]]:
    return [
        {
            "model": one.model,
            "layers": list(one.layers),
            "language": one.language,
            "on": one.on,
            "source": one.source,
            **({"alone": list(one.alone)} if one.alone else {}),
        }
        for one in plan
    ]


def plan_from(value: Any) -> Plan:
    """The plan in parsed JSON; the usual one where there is none or it makes no sense."""
    if not isinstance(value, list):
        return USUAL
    found: dict[str, Suggester] = {}
    for one in value[:_MOST]:
        if not isinstance(one, dict):
            continue
        model, language, source = (one.get(name, "") for name in ("model", "language", "source"))
        layers = one.get("layers", LAYERS)
        words = (model, language, source)
        if all(isinstance(word, str) and len(word) <= _LONGEST for word in words) and isinstance(layers, (list, tuple)):
            on = one.get("on") is not False
            kept, alone = _known(layers), _known(one.get("alone"))
            found.setdefault(model, Suggester(model, kept, language, on, source, alone))
    return tuple(found.values()) or USUAL


def _known(layers: Any) -> tuple[str, ...]:
    return tuple(layer for layer in LAYERS if isinstance(layers, (list, tuple)) and layer in layers)


def silent_ours(plan: Plan, language: str) -> frozenset[str]:
    """The layers in which our own are silent for texts in a language, since another one proposes there alone."""
    return frozenset(layer for one in plan if one.serves(language) for layer in one.alone if layer in one.layers)


def placed(plan: Plan, folder: PurePath) -> Plan:
    """`plan` with the folders of pipelines that it names by their way from `folder`, the project's, in full."""
    return tuple(replace(one, model=str(folder / one.model)) if one.is_folder else one for one in plan)


def carried(plan: Plan, folder: PurePath) -> Plan:
    """`plan` as a project keeps it: what lies in or below `folder`, the project's, is named by the way from there, so that
    both can be moved together."""
    return tuple(
        replace(one, model=f"./{PurePath(one.model).relative_to(folder).as_posix()}")
        if one.is_folder and PurePath(one.model).is_relative_to(folder)
        else one
        for one in plan
    )


@dataclass(frozen=True)
class Showing:
    """What of the stored suggestions is shown, and whose come first."""

    ranks: tuple[tuple[str, int], ...] = ()
    """Sources of pipelines that the plan names, with their place in it."""
    hidden: tuple[tuple[str, frozenset[str]], ...] = ()
    """The layers in which a source is not shown."""
    ours: int = 0
    """The place of our own suggester."""
    ours_hidden: frozenset[str] = frozenset()
    alone: tuple[tuple[str, frozenset[str]], ...] = ()
    """Sources beside which our own are not shown in some layers, on articles that they have read."""

    @classmethod
    def of(cls, plan: Plan) -> Showing:
        places = {one.source: number for number, one in enumerate(plan) if one.source}
        own = next((one for one in plan if not one.model), None)
        return cls(
            tuple(places.items()),
            tuple((one.source, _off(one)) for one in plan if one.source and _off(one)),
            plan.index(own) if own else len(plan),
            _off(own) if own else frozenset(),
            tuple((one.source, frozenset(one.alone) - _off(one)) for one in plan if one.alone),
        )

    def rank(self, source: str) -> tuple[int, bool, str]:
        """Sort key of a source: its pipeline's place in the plan; our rules behind the pipeline that they bring names of."""
        return dict(self.ranks).get(source, self.ours), source.startswith("annotator."), source

    def layers_off(self, source: str, beside: Collection[str] = ()) -> frozenset[str]:
        """The layers in which what `source` proposed is not shown; `beside`: the sources of the article."""
        if source in dict(self.ranks):
            return dict(self.hidden).get(source, frozenset())
        return self.ours_hidden.union(*(layers for one, layers in self.alone if one in beside))

    def of_packs(self, packs: dict[str, list[Suggestion]]) -> dict[str, list[Suggestion]]:
        """`packs` in order of precedence, without what is not shown; links stay whole."""
        ordered = sorted(packs, key=self.rank)
        return {source: _without(packs[source], self.layers_off(source, packs)) for source in ordered}


def _off(one: Suggester) -> frozenset[str]:
    return frozenset(LAYERS) - frozenset(one.layers if one.on else ())


def _without(pack: Sequence[Suggestion], layers: frozenset[str]) -> list[Suggestion]:
    """`pack` without the suggestions of `layers`, and without what was there for their sake only."""
    if not layers:
        return list(pack)
    wanted = {number for number, one in enumerate(pack) if one.layer not in layers}
    ends_of_gone = {index for one in pack if one.layer in layers for _, index in one.links}
    ends_of_kept = {index for number in wanted for _, index in pack[number].links}
    # An ACTOR or CUE that only a hidden claim brought goes with it; an entity off is still whom a shown claim names.
    wanted -= {number for number in ends_of_gone - ends_of_kept if pack[number].layer != "stance"}
    wanted |= ends_of_kept
    places = {number: at for at, number in enumerate(sorted(wanted))}
    return [
        Suggestion(
            one.source, one.layer, one.label, one.fragments, one.score, one.attributes,
            tuple((role, places[index]) for role, index in one.links if index in places),
        )
        for number, one in enumerate(pack)
        if number in wanted
    ]  # fmt: skip  # one field after the other
