"""Lua of the simulation: what our scripts use says what Redis' own Lua says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sim.lua import script
from tests.sim.lua_library import LuaError


def run(source: str, *arguments: str) -> Any:
    return script(source)(["k"], list(arguments), lambda *words: words)


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("return 1 + 2 * 3", 7),
        ("return '1' .. 2 .. 'x'", "12x"),
        ("return nil or false or 'a'", "a"),
        ("return 0 and 'zero is true'", "zero is true"),
        ("return not nil == true", True),
        ("local a, b = string.match('7:ab host', '^(%S+) (.*)$') return b .. a", "host7:ab"),
        ("local a, b = string.match('', '^(%S+) (.*)$') return a == nil and b == nil", True),
        ("return tonumber(string.match('12-0', '^%d+')) + 1", 13),
        ("return string.format('%d:%s', '3', 'x')", "3:x"),
        ("local n = 0 for i = 1, tonumber(ARGV[1]) do n = n + i end return n", 6),
        ("local number = 1 number = number + 1 return number", 2),
        ("if ARGV[2] then return 'yes' elseif #ARGV == 1 then return 'one' else return 'no' end", "one"),
        ("local function f(x) return x .. '!' end return f('a')", "a!"),
        ("local t = {'a', {'b'}} return t[2][1]", "b"),
        ("local i = 0 while i < 5 do i = i + 1 end return i", 5),
        ("return redis.call('GET', KEYS[1])", ("GET", "k")),
    ],
)
def test_the_subset_is_lua(source: str, answer: Any) -> None:
    assert run(source, "3") == answer


@pytest.mark.parametrize("source", ["goto x", "return function() end", "x = ", "return ~1", "repeat until true"])
def test_what_is_not_known_is_an_error_and_no_guess(source: str) -> None:
    with pytest.raises((LuaError, SyntaxError)):
        run(source)
