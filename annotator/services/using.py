"""Making a trained pipeline the project's suggester, and going back to what was before: each one undo step."""

from __future__ import annotations

from pathlib import Path

from annotator.model.phrases import tr
from annotator.model.suggesters import LAYERS, Plan, Suggester
from annotator.nlp import pipelines
from annotator.services.choosing import Choosing
from annotator.services.workplace import Workplace
from annotator.storage import machine


def use_trained(place: Workplace, folder: Path) -> None:
    """Lets the pipeline in `folder`, which was trained here, propose first; what it has not learned our own goes on to propose."""
    machine.allow(folder)  # it was made on this machine, by this application
    choosing = Choosing(place)
    said = pipelines.about(str(folder.absolute()))
    new = Suggester(
        str(folder.absolute()), LAYERS if not said.reads_alone else said.writes, said.language, True, said.source
    )
    choosing.set_plan(_with(choosing.plan, new), tr("Use the trained suggester {name}", name=folder.name))


def go_back(place: Workplace) -> None:
    """Takes trained pipelines out of the plan: our own propose everything again, beside what else was chosen."""
    rest = [one for one in Choosing(place).plan if not _is_trained(one) and one.model]
    Choosing(place).set_plan([*rest, Suggester()], tr("Back to the suggester before"))


def trained_in_use(place: Workplace) -> Suggester | None:
    """The trained pipeline that proposes now."""
    return next((one for one in Choosing(place).plan if one.on and _is_trained(one)), None)


def _is_trained(one: Suggester) -> bool:
    return one.is_folder and Path(one.model).parent.suffix == ".models"


def _with(plan: Plan, new: Suggester) -> Plan:
    """`new` first and for its language alone; for its layers our own are silent there."""
    others = [one for one in plan if one.model not in ("", new.model) and not _is_trained(one)]
    rest = tuple(layer for layer in LAYERS if layer not in new.layers)
    return (new, *others, Suggester(layers=rest, on=bool(rest)))
