"""SP705: a language code that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, meant
from supportpolicy.language.sections.contact import OTHERWISE

KIND = Kind(
    "SP705",
    "unknown-language-code",
    "error",
    "A language is not given by its code.",
    "Helpdesks and customers' browsers speak in codes; a country's code in place of a language's matches nobody.",
    """supportpolicy: 1
name: acme
languages: {jp: {coverage: always}}
""",
    """supportpolicy: 1
name: acme
languages: {ja: {coverage: always}}
""",
)

# ISO 639-1, plus the three-letter codes of languages without one that helpdesks offer (fil, haw, yue, cnr).
_CODES = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
    eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja
    jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb
    nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq
    sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu fil
    haw yue cnr
    """.split()
)
_SHAPE = re.compile(r"([a-z]{2,3})(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?\Z", re.ASCII)
_OFTEN_MEANT = {
    "jp": "ja",
    "cn": "zh",
    "gr": "el",
    "dk": "da",
    "cz": "cs",
    "ua": "uk",
    "gb": "en-GB",
    "us": "en-US",
    "english": "en",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "spanish": "es",
    "japanese": "ja",
    "italian": "it",
    "portuguese": "pt",
    "dutch": "nl",
}


def check(context: Context) -> Iterator[Diagnostic]:
    """Keys of `languages` that are no codes. Shape by BCP 47: language, perhaps script, perhaps region."""
    for language in context.policy.languages.values():
        name = language.name
        if name == OTHERWISE:
            continue
        match = _SHAPE.match(name)
        if match and match[1] in _CODES:
            continue
        code = _OFTEN_MEANT.get(name.lower())
        if code is None:
            parts = re.split(r"[-_]", name)
            if parts[0].lower() in _CODES:
                code = "-".join([parts[0].lower(), *(part.upper() for part in parts[1:])])
        advice = meant(name, code) if code else "write the code of the language, such as en, de or pt-BR"
        yield KIND.at(name.span, f"'{name}' is not the code of a language", help=advice)


CHECK = Check(KIND, check)
