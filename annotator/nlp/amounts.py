"""Amounts of money and percentages, found by their form in any language; and dates and amounts without what stands before them."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from annotator.nlp import words
from annotator.nlp.reading import Name, Reading

_NUMBER = r"(?:\p{Nd}[\p{Nd}.,’']*\p{Nd}|\p{Nd})"
_MANY = r"(?:\s(?:million|billion|trillion|thousand|hundred|millions|billions|mn|bn|m|Millionen|Milliarden|Mio\.?|Mrd\.?|Tausend|milliards?|millones|mil|milioni|miliardi|milhões|bilhões|miljoen|miljard))"
_CURRENCY = r"(?:US\$|A\$|C\$|HK\$|NZ\$|[$€£¥₹₽₩₺₪]|USD|EUR|GBP|CHF)"
_UNIT = (
    r"(?:euros?|dollars?|pounds?(?:\ssterling)?|yen|yuan|renminbi|rupees?|roubles?|rubles?|francs?|pesos?|cents?|pence|kronor|kroner"
    r"|crowns?|zlotys?|liras?|rand|won|shekels?|riyals?|dirhams?|naira|Euro|Dollar|Pfund|Franken|Cent|Rubel|dólares|libras|reales|reais|euro|dollari)"
)
_WORDS = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|half|several)"
)
_MONEY = regex.compile(
    rf"(?<![\p{{L}}\p{{Nd}}]){_CURRENCY}\s?{_NUMBER}{_MANY}?(?![\p{{Nd}}])|(?<![\p{{L}}\p{{Nd}}.,]){_NUMBER}{_MANY}?\s(?:U\.?S\.?\s)?{_UNIT}\b"
    rf"|(?<![\p{{L}}\p{{Nd}}.,]){_NUMBER}{_MANY}?\s?[€£¥]|\b{_WORDS}{_MANY}?\s{_UNIT}\b"
)
_PERCENT = regex.compile(
    rf"(?<![\p{{L}}\p{{Nd}}.,]){_NUMBER}(?:\s?[%٪]|\s(?:percent|per\scent|percentage\spoints?|Prozent(?:punkte)?|pour\scent|por\sciento|procent)\b)"
    rf"|\b{_WORDS}\s(?:percent|per\scent)\b"
)
_DECADE = regex.compile(r"\p{Nd}{2,4}s\Z")


def find(reading: Reading) -> list[Name]:
    """The amounts of money and percentages of a text."""
    found = []
    for pattern, label in ((_MONEY, "MONEY"), (_PERCENT, "PERCENT")):
        for match in pattern.finditer(reading.text):
            first, last = reading.tokens_in(*match.span())
            if first < last and reading.span((first, last)) == match.span():
                found.append(Name(first, last, label))
    return found


def bare(reading: Reading, names: Sequence[Name]) -> list[Name]:
    """`names`, dates without "the" and amounts without "less than" and the like; those of which nothing is left are dropped."""
    kept = []
    for name in names:
        first = name.first
        if name.label in ("MONEY", "PERCENT"):
            while first < name.last and reading.lower[first] in words.section("en", "names", "before amounts"):
                first += 1
        elif name.label == "DATE" and name.last - first > 1 and reading.lower[first] in ("the", "that"):
            first += 0 if _DECADE.match(reading.words[first + 1]) else 1
        if first < name.last:
            kept.append(Name(first, name.last, name.label))
    return kept
