"""Which of the old one-byte encodings a text in Latin letters is in, told by its language.

General detectors cannot tell “Muñoz” from “Muńoz”: the bytes are the same in the encodings for Western and Central
Europe, and both read well. The short words of a language are plain ASCII in all of them and say which language it is;
its letters then say which encoding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_WESTERN = ("cp1252", "mac_roman")
_CENTRAL = ("cp1250", "iso8859_2")
_LANGUAGES: Sequence[tuple[str, str, tuple[str, ...]]] = (
    # Frequent words without any accent; letters beyond ASCII; encodings, the usual one first.
    ("the of and to in that is was for on with as by at from his", "éèçñöüäåø", _WESTERN),
    ("el la los las que del en por con una para se su fue al es", "áéíóúüñ¿¡", _WESTERN),
    ("der die das und den von mit sich des auf ist im dem nicht ein eine sagte", "äöüß„“", _WESTERN),
    ("le la les des et en un une du que est pour dans qui sur au plus par pas", "àâæçéèêëîïôœùûüÿ«»’", _WESTERN),
    ("o a os as que do da em um uma para com por se no na foi mais", "áâãàçéêíóôõú", _WESTERN),
    ("il la le di che e in un una per del della con non sono si da al", "àèéìîòùú", _WESTERN),
    ("och att det som en av den med ett har inte om var till sade i", "åäö", _WESTERN),
    ("og at det som en av den med er har ikke om var til sa i de", "åæøé", _WESTERN),
    ("ja on ei se oli hän että ovat mutta joka kun niin ole", "äöå", _WESTERN),
    ("de het een van en in is dat op te zijn met voor niet aan er", "ëéïóèö", _WESTERN),
    ("w i na z do nie to jest o a od za po przez oraz jak ale dla sie", "ąćęłńóśźż„”", _CENTRAL),
    ("a v na se je z o do to s po pro jako by ale za od", "áčďéěíňóřšťúůýž", _CENTRAL),
    ("a az hogy nem is egy volt meg de ez mint csak el mert", "áéíóöőúüű„”", _CENTRAL),
    ("de la si in a cu pe nu din un o pentru este care mai sa", "ăâîșțşţ", _CENTRAL),
    ("je i u na da se za su od o s koji kao ali iz", "čćđšž", _CENTRAL),
    ("ve bir bu da de ile olarak daha var ne ama gibi kadar sonra", "çğıİöşüâî", ("cp1254",)),
    ("ir kad yra su bei nuo iki tai jo bet kaip apie", "ąčęėįšųūž„“", ("cp1257",)),
    ("un ka ir par no ar uz bet nav to arī pie", "āčēģīķļņšūž", ("cp1257",)),
)
_COMMON = frozenset("“”„‘’‚«»–—…•€§°·´\xa0")
"""Signs of any language's print."""
_WORD = re.compile(rb"(?<![A-Za-z\x80-\xff])[A-Za-z]+(?![A-Za-z\x80-\xff])")
_SAMPLE = 1 << 18
"""Bytes that are looked at."""


def latin_encoding(data: bytes) -> str | None:
    """The encoding of text in Latin letters that is no UTF-8; None where its language is not one that is known here."""
    sample = data[:_SAMPLE]
    words = [word.lower().decode("ascii") for word in _WORD.findall(sample)]
    if not words:
        return None
    best: tuple[float, float, str] | None = None
    for common, letters, encodings in _LANGUAGES:
        known = set(common.split())
        share = sum(word in known for word in words) / len(words)
        if share < 0.08:
            continue
        for rank, encoding in enumerate(encodings):
            try:
                text = sample.decode(encoding)
            except UnicodeDecodeError:
                continue
            foreign = [c for c in text.lower() if c > "\x7f" and c not in _COMMON]
            fitting = sum(c in letters for c in foreign) / len(foreign) if foreign else 1.0
            found = (fitting, share - rank * 0.001, encoding)
            if fitting >= 0.8 and (best is None or found[:2] > best[:2]):
                best = found
    return best[2] if best else None
