"""JSON from strangers: what must parse parses, what cannot be kept as it is says so, nothing hangs or recurses away.

Whole numbers that 64 bits cannot hold, and numbers too large for a float, become texts of their digits, so that they
are kept unchanged. Halves of surrogate pairs become U+FFFD and are counted.
"""

from __future__ import annotations

import json
import math
from typing import Any, NamedTuple, NoReturn

import orjson

from annotator.model.decoding import without_lone_surrogates
from annotator.model.phrases import tr

DEEPEST = 200
"""Levels of nesting; what is nested deeper is refused."""

_WHOLE_FLOATS = 2.0**63
"""orjson makes a float of a whole number that 64 bits cannot hold; only floats from here on can be such."""


class BadJson(ValueError):
    """The text is not JSON, or not such as can be kept; the message says why."""


class Parsed(NamedTuple):
    """A value, and how many halves of surrogate pairs were replaced in it."""

    value: Any
    replaced: int


def parse(data: bytes) -> Parsed:
    """The value that `data`, in UTF-8, stands for. Does not look how deep it is: `check` does. Raises BadJson."""
    try:
        return Parsed(orjson.loads(data), 0)
    except orjson.JSONDecodeError as error:
        # orjson refuses lone surrogates and numbers beyond a float; whatever else it refuses is not JSON.
        if b"\\u" not in data and "infinity" not in error.msg:
            raise BadJson(_reason(error, data)) from error
        return parse_slowly(data)


def parse_slowly(data: bytes) -> Parsed:
    """As `parse`, with every number kept as it is written and surrogates mended. Raises BadJson."""
    try:
        value = json.loads(data.decode("utf-8"), parse_int=whole, parse_float=number, parse_constant=refuse_constant)
    except RecursionError as error:
        raise too_deep() from error
    except UnicodeDecodeError as error:
        raise BadJson(tr("It is not UTF-8.")) from error
    except json.JSONDecodeError as error:
        raise BadJson(_reason(error, data)) from error
    return mended(value)


def check(value: Any, level: int = 1) -> bool:
    """Whether `value`, which stands at nesting `level`, holds a number that only `parse_slowly` keeps unchanged.

    Raises BadJson where something is nested too deeply.
    """
    pending = [([value], level - 1)]
    doubtful = False
    while pending:
        container, depth = pending.pop()
        if depth > DEEPEST:
            raise too_deep()
        for item in container.values() if isinstance(container, dict) else container:
            kind = type(item)
            if kind is dict or kind is list:
                pending.append((item, depth + 1))
            elif kind is float:
                doubtful = doubtful or abs(item) >= _WHOLE_FLOATS
    return doubtful


def too_deep() -> BadJson:
    return BadJson(tr("It is nested more than {n} levels deep.", n=DEEPEST))


def whole(digits: str) -> int | str:
    """For json's `parse_int`: a whole number that 64 bits can hold, else its digits."""
    if len(digits) > 20:  # also keeps Python's own limit of 4,300 digits out of the way
        return digits
    value = int(digits)
    return value if -(1 << 63) <= value < 1 << 64 else digits


def number(digits: str) -> float | str:
    """For json's `parse_float`: a finite number, else its digits."""
    value = float(digits)
    return value if math.isfinite(value) else digits


def refuse_constant(name: str) -> NoReturn:
    """For json's `parse_constant`: NaN and Infinity are no JSON."""
    raise json.JSONDecodeError(tr("{name} is no JSON", name=name), "", 0)


def mended(value: Any) -> Parsed:
    """`value` with halves of surrogate pairs replaced. Raises BadJson where it is nested too deeply."""
    replaced = 0

    def mend(item: Any, depth: int) -> Any:
        nonlocal replaced
        if isinstance(item, str):
            text, count = without_lone_surrogates(item)
            replaced += count
            return text
        if isinstance(item, (dict, list)) and depth > DEEPEST:
            raise too_deep()
        if isinstance(item, dict):
            return {mend(key, depth): mend(each, depth + 1) for key, each in item.items()}
        if isinstance(item, list):
            return [mend(each, depth + 1) for each in item]
        return item

    return Parsed(mend(value, 1), replaced)


def _reason(error: json.JSONDecodeError, data: bytes) -> str:
    if "depth limit" in error.msg or "recursion" in error.msg.lower():
        return str(too_deep())
    if not data.strip():
        return tr("It is empty.")
    return tr("It is not JSON: {error}.", error=str(error).rstrip("."))
