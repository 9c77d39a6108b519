"""The door for every sentence that people read: `say(key, lang, **facts)`, in Chinese ("zh") or English
("en").

A key is a subject and a name, `refusal.unknown_entry`. Each subject has its table in this folder, name →
(Chinese, English); what stands in braces is a fact that the caller gives. A test holds that each key that is
said exists, that both languages ask for the same facts, that no key is dead and that the same words stand
once.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

from server.texts import (
    access_words,
    damage_words,
    faults,
    follow_words,
    import_words,
    journal_sentences,
    page_words,
    preflight_words,
    refusals,
    result_words,
    score_sentences,
    terminal_words,
    terms,
)

LANGS = ("zh", "en")
TABLES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "access_log": access_words.WORDS,
    "column": terms.COLUMNS,
    "damage": damage_words.WORDS,
    "eligibility": terms.ELIGIBILITY,
    "excuse": terms.EXCUSES,
    "fault": faults.WORDS,
    "follow": follow_words.WORDS,
    "import": import_words.WORDS,
    "journal": journal_sentences.SENTENCES,
    "left": import_words.LEFT,
    "page": page_words.WORDS,
    "place": faults.PLACES,
    "position": terms.POSITIONS,
    "preflight": preflight_words.WORDS,
    "refusal": refusals.WORDS,
    "results": result_words.WORDS,
    "role": terms.ROLES,
    "scene": terms.SCENES,
    "score": score_sentences.WORDS,
    "terminal": terminal_words.WORDS,
    "tie": score_sentences.TIES,
    "tiebreak": terms.TIEBREAKS,
}


def say(key: str, lang: str, /, **facts: object) -> str:
    """The words of a key with its facts filled in; any language but "en" is Chinese.

    Raises KeyError for an unknown key and for a fact that the words ask for and nobody gave."""
    return _template(key, lang).format(**facts)


def facts_of(key: str) -> frozenset[str]:
    """Names of the facts that a key's words ask for."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(_template(key, "zh")) if name)


def refusal(code: str, params: Mapping[str, Any], lang: str = "zh") -> str:
    """Words of a refusal. An unknown code or a missing parameter shows the code itself: a refusal must reach
    the operator even where its words have been forgotten."""
    facts = dict(params)
    if lang == "zh" and facts.get("role") in terms.ROLES:
        facts["role"] = say(f"role.{facts['role']}", lang)
    try:
        return say(f"refusal.{code}", lang, **facts)
    except KeyError:
        return code


def _template(key: str, lang: str) -> str:
    subject, _, name = key.partition(".")
    return TABLES[subject][name][lang == "en"]
