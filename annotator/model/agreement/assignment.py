"""The cheapest assignment where few rows and columns go together and every row may stay alone."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush


def cheapest_joins(gains: Sequence[Sequence[tuple[int, float]]]) -> list[int | None]:
    """For each row a column of its own or None (alone, at no cost), so that the sum of the costs is least.

    `gains[row]`: the columns that it can have and what each costs; only costs below 0 can pay. Shortest augmenting paths with
    potentials (Jonker and Volgenant 1987, "A shortest augmenting path algorithm", Computing 38(4)) over the pairs there are.
    """
    owner: dict[int, int] = {}
    column_of: list[int | None] = [None] * len(gains)
    of_row = [0.0] * len(gains)
    of_column: dict[int, float] = {}
    for first, own in enumerate(gains):
        of_row[first] = min((cost - of_column.get(column, 0.0) for column, cost in own), default=0.0)
        of_row[first] = min(of_row[first], 0.0)
        distance: dict[int, float] = {}
        before: dict[int, int] = {}
        done: dict[int, float] = {}
        reached = [(first, 0.0)]
        heap: list[tuple[float, int]] = []
        row, so_far = first, 0.0
        least, alone, end = float("inf"), first, -1
        while True:
            if so_far - of_row[row] < least:
                least, alone, end = so_far - of_row[row], row, -1
            for column, cost in gains[row]:
                reduced = so_far + cost - of_row[row] - of_column.get(column, 0.0)
                if column not in done and reduced < distance.get(column, least):
                    distance[column], before[column] = reduced, row
                    heappush(heap, (reduced, column))
            column = -1
            while heap:
                so_far, column = heappop(heap)
                if column not in done and so_far == distance[column]:
                    break
                column = -1
            if column < 0 or so_far >= least:
                break
            done[column] = so_far
            if column not in owner:
                least, end = so_far, column
                break
            row = owner[column]
            reached.append((row, so_far))
        for other, way in reached:
            of_row[other] += least - way
        for other, way in done.items():
            of_column[other] = of_column.get(other, 0.0) - (least - way)
        if end < 0:
            row = alone
            free = column_of[row]
            column_of[row] = None
            end = -1 if free is None or row == first else free
        while end >= 0:
            row = before[end]
            following = column_of[row]
            column_of[row], owner[end] = end, row
            end = -1 if row == first or following is None else following
    return column_of
