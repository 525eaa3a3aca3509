"""Which pipelines propose in a project: the plan of suggesters, what there is to choose from, and asking before a folder's code runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.model.suggesters import LAYERS, OURS, Plan, Suggester, carried, plan_json
from annotator.nlp import pipelines
from annotator.services.workplace import Workplace
from annotator.storage import keeping, machine, suggestions
from annotator.storage.connection import Connection


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggester as the page lists it: in the plan, or installed and to be had."""

    suggester: Suggester
    name: str
    """For people."""
    writes: tuple[str, ...]
    """The layers for which it proposes something."""
    in_plan: bool
    fault: str = ""
    """Why it cannot propose now, in words; empty where it can."""


def allowed_plan(db: Connection) -> tuple[Plan, list[str]]:
    """The project's plan without folders that nobody allowed on this machine and without what is not there, and a sentence
    for each of those.
    """
    allowed: list[Suggester] = []
    notes: list[str] = []
    for one in suggestions.plan(db):
        if not (one.on and one.model):
            allowed.append(one)
        elif one.is_folder and not machine.is_allowed(Path(one.model)):
            words = tr("The pipeline in {folder} was not loaded: it was not allowed on this machine.", folder=one.model)
            notes.append(" ".join([words, tr("Allow it under Suggesters.")]))
        else:
            try:
                pipelines.about(one.model)
                allowed.append(one)
            except UserError as error:  # another machine had it
                notes.append(error.what)
    return tuple(allowed), notes


class Choosing:
    """What can be chosen of suggesters. Each change is one undo step and is kept in the project."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    @property
    def plan(self) -> Plan:
        return suggestions.plan(self._place.project.reader())

    def offers(self) -> list[Offer]:
        """The plan in its order, then the installed pipelines that are not in it."""
        plan = self.plan
        listed = {one.model for one in plan}
        found = [_offer(one, in_plan=True) for one in plan]
        if "" not in listed:
            found.append(_offer(Suggester(on=False), in_plan=False))
        # The one that our own rules stand on already is not offered a second time.
        more = [name for name in pipelines.all_installed() if name not in listed and not pipelines.is_ours(name)]
        found += [_offer(Suggester(name, on=False), in_plan=False) for name in more]
        return [offer for offer in found if offer.in_plan or not offer.fault]

    @staticmethod
    def about(folder: Path) -> Offer:
        """What the pipeline in `folder` says of itself; none of its code runs. UserError: it is no pipeline."""
        return _offer(_read(str(folder.absolute())), in_plan=False, allowed=True)

    @staticmethod
    def allow(model: str) -> None:
        """Remembers that the pipeline in this folder may be loaded on this machine, as long as its files stay as they are."""
        if not Path(model).is_dir():
            raise UserError(tr("There is no folder {folder}.", folder=model))
        machine.allow(Path(model))

    def add(self, model: str, *, first: bool = False) -> Suggester:
        """Puts a pipeline into the plan: an installed package, or a folder that was allowed. It is on, behind the others."""
        one = _read(model) if model not in ("", OURS) else Suggester()
        if one.is_folder and not machine.is_allowed(Path(one.model)):
            raise UserError(
                tr("The pipeline in {folder} is not allowed on this machine.", folder=one.model),
                hint=tr("Its code runs when it is loaded: allow it only where you know who made it."),
            )
        others = [other for other in self.plan if other.model != one.model]
        self.set_plan([one, *others] if first else [*others, one], tr("Add the suggester {name}", name=_name(one)))
        return one

    def remove(self, model: str) -> None:
        """Takes a pipeline out of the plan; what it proposed stays in the project and is shown with our own."""
        rest = [one for one in self.plan if one.model != model]
        self.set_plan(rest, tr("Remove the suggester {name}", name=_name(Suggester(model))))

    def turn(self, model: str, *, on: bool) -> None:
        """Turns a suggester on or off: off, it is not asked and what it proposed is not shown."""
        words = tr("Suggester {name} on", name=_name(Suggester(model)))
        off = tr("Suggester {name} off", name=_name(Suggester(model)))
        self._change(model, words if on else off, on=on)

    def turn_layer(self, model: str, layer: str, *, on: bool) -> None:
        """Lets a suggester propose in a layer, or not."""
        one = self._one(model)
        layers = tuple(name for name in LAYERS if (on if name == layer else name in one.layers))
        self._change(model, tr("Layers of the suggester {name}", name=_name(one)), layers=layers)

    def set_language(self, model: str, language: str) -> None:
        """Lets a suggester read texts in one language only; empty: all."""
        wanted = language.strip().lower()
        if wanted and not (wanted.isalpha() and len(wanted) in (2, 3)):
            raise UserError(
                tr("“{language}” is no language.", language=language), hint=tr("Write two letters, as en or de.")
            )
        self._change(model, tr("Language of the suggester {name}", name=_name(Suggester(model))), language=wanted)

    def move(self, model: str, step: int) -> None:
        """Moves a suggester up (-1) or down (1): of several that propose the same the first one counts."""
        plan = list(self.plan)
        at = plan.index(self._one(model))
        to = min(len(plan) - 1, max(0, at + step))
        plan.insert(to, plan.pop(at))
        self.set_plan(plan, tr("Order of the suggesters"))

    def set_plan(self, plan: Sequence[Suggester], title: str) -> None:
        """Keeps another plan."""
        if not plan:
            raise UserError(
                tr("A project needs a suggester in its plan."), hint=tr("Turn it off instead, to work without.")
            )
        kept = carried(tuple(plan), self._place.project.path.absolute().parent)
        self._place.keep("suggesters", title, {keeping.SUGGESTERS: plan_json(kept)})

    def _one(self, model: str) -> Suggester:
        found = next((one for one in self.plan if one.model == model), None)
        if found is None:
            raise UserError(tr("The plan has no suggester {name}.", name=_name(Suggester(model))))
        return found

    def _change(self, model: str, title: str, **values: object) -> None:
        before = self._one(model)
        after = replace(before, **values)  # type: ignore[arg-type]  # the callers' values are of the fields' types
        self.set_plan([after if one is before or one == before else one for one in self.plan], title)


def _read(model: str) -> Suggester:
    said = pipelines.about(model)
    return Suggester(model, said.writes or LAYERS, said.language, True, said.source)


def _name(one: Suggester) -> str:
    if not one.model:
        return tr("Annotator's own")
    return Path(one.model).name if one.is_folder else one.model


def _offer(one: Suggester, *, in_plan: bool, allowed: bool = False) -> Offer:
    if not one.model:
        return Offer(one, _name(one), LAYERS, in_plan)
    try:
        said = pipelines.about(one.model)
    except UserError as error:
        return Offer(one, _name(one), (), in_plan, error.what)
    if not one.source:
        one = replace(one, source=said.source, language=said.language, layers=said.writes or LAYERS)
    fault = ""
    if one.is_folder and not allowed and not machine.is_allowed(Path(one.model)):
        fault = tr("not allowed on this machine")
    return Offer(one, _name(one), said.writes, in_plan, fault)
