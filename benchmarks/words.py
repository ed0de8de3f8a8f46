"""Sentences of the length and alphabets of real messages; what they say does not matter."""

from __future__ import annotations

import random

_WORDS = {
    "en": "thank you for writing we have looked at the order and the parcel left on time our team will answer before the "
    "desk closes please send a photo of the label and the number of the invoice so that nobody has to ask twice",
    "de": "vielen Dank für Ihre Nachricht wir haben die Bestellung geprüft und melden uns bis zum nächsten Werktag bitte "
    "schicken Sie uns ein Foto des Etiketts damit niemand zweimal fragen muss über die Rückgabe entscheidet das Büro",
    "fr": "merci pour votre message nous avons vérifié la commande et répondrons avant la fermeture du bureau pourriez "
    "vous envoyer une photo de l’étiquette et le numéro de la facture afin que personne ne demande deux fois",
}
_JAPANESE = (
    "お問い合わせありがとうございます。",
    "担当者が確認いたします。",
    "恐れ入りますが、",
    "翌営業日までにお返事いたします。",
    "写真をお送りください。",
)


def sentences(chance: random.Random, language: str, words: int) -> str:
    """So many words; Japanese, which has none between blanks, in phrases."""
    if language == "ja":
        return "".join(chance.choices(_JAPANESE, k=max(1, words // 6)))
    known = _WORDS[language].split()
    found: list[str] = []
    while words > 0:
        length = min(words, chance.randint(6, 14))
        sentence = " ".join(chance.choices(known, k=length))
        found.append(sentence[0].upper() + sentence[1:] + ".")
        words -= length
    return " ".join(found)
