"""The door for texts: each key that is said exists in both languages with the same facts, and no key is dead."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest

from server.show.commands import COMMANDS
from server.show.events import EVENTS
from server.show.model import Eligibility
from server.texts.say import LANGS, TABLES, facts_of, refusal, say
from tests.support.source_tree import ROOT, name_of, sources, tree_of

KEYS = [f"{subject}.{name}" for subject, table in TABLES.items() for name in table]
BOTH = re.compile("聚光|STANDBY 待命|LIVE 正式|REHEARSAL 彩排")  # words that stand in both languages at once
SERVER = [path for path in sources(".py") if path.is_relative_to(ROOT / "server")]
SPEAKERS = [path for path in SERVER if not path.is_relative_to(ROOT / "server" / "texts")]
SPEAKERS += [ROOT / "server" / "texts" / name for name in ("say.py", "journal_text.py", "score_text.py")]


def calls() -> Iterator[tuple[str, ast.expr, ast.Call]]:
    """Every call of `say`, or of a method of that name that adds the language: its place, its key, itself."""
    for path in SPEAKERS:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in ("say", "_say", "_said", "_refused"):
                    yield from ((f"{name_of(path)}:{node.lineno}", key, node) for key in node.args)


def constants() -> Iterator[tuple[str, str]]:
    """Every text in the code that has the form of a key, with its place."""
    key = re.compile(rf"(?:{'|'.join(TABLES)})\.(?!html)[A-Za-z_.]*[A-Za-z]")
    for path in SPEAKERS:
        for node in ast.walk(tree_of(path)):
            if (text := _text(node)) and key.fullmatch(text):
                yield f"{name_of(path)}:{getattr(node, 'lineno', 0)}", text


def _text(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def patterns() -> dict[str, re.Pattern[str]]:
    """Keys that are put together (`f"excuse.{state}"`) by their fixed beginning, as patterns."""
    found = {}
    for path in SPEAKERS:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)
                if start.partition(".")[0] in TABLES and "." in start and " " not in start:
                    parts = (re.escape(_text(part)) or ".+" for part in node.values)
                    found[ast.unparse(node)] = re.compile("".join(parts))
    return found


def words_of_the_code() -> set[str]:
    """Every name and every text in the code that may be the end of a key."""
    found = {*EVENTS, *COMMANDS, *Eligibility.__args__}
    for path in SPEAKERS:
        found |= {_text(node) for node in ast.walk(tree_of(path))}
    return found


def test_calls_are_found_at_all() -> None:
    assert len(list(calls())) > 80
    assert len({key for _, key in constants()}) > 80


def test_every_key_that_is_said_exists() -> None:
    faults = [f"{place} {key}" for place, key in constants() if key not in KEYS]
    assert not faults
    assert not [text for text, pattern in patterns().items() if not any(map(pattern.fullmatch, KEYS))]


def test_no_key_is_dead() -> None:
    said = {key for _, key in constants()}
    ends = words_of_the_code()
    made = list(patterns().values())
    dead = [
        key
        for key in KEYS
        if key not in said
        and not (any(one.fullmatch(key) for one in made) and any(end in ends for end in _ends(key)))
    ]
    assert not dead


def _ends(key: str) -> set[str]:
    """What a key that is put together may end in: `journal.Taken.go` → Taken.go, Taken; `score.dropped_high` → high."""
    name = key.partition(".")[2]
    return {name, name.partition(".")[0], name.rpartition("_")[2]}


def test_every_caller_gives_the_facts_that_the_words_ask_for() -> None:
    faults = []
    for place, key, call in calls():
        if isinstance(key, ast.Constant) and key.value in KEYS and None not in {one.arg for one in call.keywords}:
            missing = facts_of(str(key.value)) - {str(one.arg) for one in call.keywords}
            faults += [f"{place} {key.value}: {missing} missing"] if missing else []
    assert not faults


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_say_the_same_facts(key: str) -> None:
    subject, _, name = key.partition(".")
    chinese, english = TABLES[subject][name]
    facts = {lang: set(re.findall(r"\{(\w+)\}", text)) for lang, text in zip(LANGS, (chinese, english), strict=True)}
    assert facts["zh"] == facts["en"] == facts_of(key)
    assert chinese and english
    assert not re.search(r"[\u4e00-\u9fff]", BOTH.sub("", english)), "the second is English"


def test_the_same_words_stand_once() -> None:
    keys = defaultdict(list)
    for subject, table in TABLES.items():
        for name, pair in table.items():
            keys[pair].append(f"{subject}.{name}")
    assert not [names for names in keys.values() if len(names) > 1]


@pytest.mark.parametrize("lang", [*LANGS, "fr"])
def test_words_are_filled_whatever_they_are_filled_with(lang: str) -> None:
    text = refusal("unknown_entry", {"entry": "{0}{x}%s"}, lang)
    assert "{0}{x}%s" in text
    assert ("There is no entry" in text) == (lang == "en")


def test_a_refusal_that_is_not_known_is_shown_as_its_code() -> None:
    assert refusal("something_new", {}) == "something_new"
    assert refusal("unknown_entry", {}) == "unknown_entry"


def test_a_role_is_named_in_a_refusal_as_people_call_it() -> None:
    assert "计分员" in refusal("not_allowed", {"role": "scorer"}, "zh")


def test_an_unknown_key_and_a_missing_fact_are_errors() -> None:
    with pytest.raises(KeyError):
        say("page.nothing", "zh")
    with pytest.raises(KeyError):
        say("page.no_output", "zh", name="wall")
