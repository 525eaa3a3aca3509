"""Decisions on many things at once: what all agree on, what most say, one annotator's side. Pure, as `review_changes`."""

from __future__ import annotations

from collections.abc import Callable

from annotator.model.article import Annotator
from annotator.model.change import Change
from annotator.model.review import AGREED, MAJORITY
from annotator.services.review_article import Item, ReviewArticle
from annotator.services.review_changes import Why, majority, take


def agree(at: ReviewArticle, reviewer: Annotator) -> list[Change]:
    """Takes everything that all agree on and that is not decided: labels, then links between them, article labels."""
    return _one_after_another(at, lambda here, item: (
        take(here, item, item.cluster.seen[0], Why(reviewer), AGREED) if item.cluster.agreed else []
    ))  # fmt: skip  # one function


def take_side(at: ReviewArticle, owner: int, reviewer: Annotator) -> list[Change]:
    """Takes what one annotator said about everything that is not decided."""
    return _one_after_another(at, lambda here, item: take(here, item, owner, Why(reviewer)))


def take_majority(at: ReviewArticle, reviewer: Annotator) -> list[Change]:
    """Takes what more than half said about everything that is not decided and has a majority."""

    def decide(here: ReviewArticle, item: Item) -> list[Change]:
        owner = majority(here, item)
        return [] if owner is None else take(here, item, owner, Why(reviewer), MAJORITY)

    return _one_after_another(at, decide)


def _one_after_another(at: ReviewArticle, decide: Callable[[ReviewArticle, Item], list[Change]]) -> list[Change]:
    """Decides on what is open, then on what that opens."""
    changes: list[Change] = []
    tried: set[str] = set()
    while True:
        here, step = at, list[Change]()
        labels_first = any(item.labels and item.id not in tried for item in at.open_items)
        for item in at.open_items:
            if item.id in tried or (item.cluster.role and labels_first):
                continue
            tried.add(item.id)
            done = decide(here, item)
            step += done
            here = here.noting(done) if done else here
        if not step and not labels_first:
            return changes
        changes += step
        at = at.after(step)
