"""From an article's metadata to what lists and filters show: title, source, day of publication, language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from annotator.model.text import first_line

_ISO_DAY = re.compile(r"\d{4}-\d\d(-\d\d)?").match
_COMPACT_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)(T|$)").match
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?=[-_]|$)").match
_DAYS = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%Y/%m/%d", "%d.%m.%Y", "%A, %B %d, %Y", "%A, %d %B %Y")
_LONGEST = 300


def title_of(meta: Mapping[str, Any], text: str) -> str:
    """The title that lists show: the one in the metadata, else the text's first line that is not blank."""
    title = meta.get("title")
    if type(title) is str and (found := " ".join(title[:1000].split())):
        return found[:_LONGEST]
    return first_line(text)


def text_of(value: Any) -> str:
    """A metadata value as a text: of an object its name, of a list its texts."""
    if isinstance(value, str):
        return value.strip()[:_LONGEST]
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("title") or "")
    if isinstance(value, list):
        return ", ".join(filter(None, map(text_of, value)))[:_LONGEST]
    return "" if value is None or isinstance(value, bool) else str(value)


def language_of(value: Any) -> str:
    """A language code such as `en`: the first part of `en-GB`. Anything else stays as it is."""
    text = text_of(value)
    found = _LANGUAGE(text)
    return found.group(1).lower() if found else text.lower()[:40]


def published_of(value: Any) -> str:
    """The time or day of publication in ISO 8601, so that it can be compared; as it is where it cannot be understood."""
    text = text_of(value)
    if not text or _ISO_DAY(text):
        return text
    if compact := _COMPACT_DAY(text):
        return "-".join(compact.groups()[:3])
    if text.isdigit() and len(text) in (10, 13):
        return datetime.fromtimestamp(int(text[:10]), tz=None).astimezone().strftime("%Y-%m-%d")
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    for pattern in _DAYS:
        try:
            return datetime.strptime(text, pattern).date().isoformat()  # noqa: DTZ007  # a day has no time zone
        except ValueError:
            continue
    return text
