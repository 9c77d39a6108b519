"""Lua as far as our scripts for Redis go: the real scripts of `redis_store` run here, on a Redis of the simulation.

A script is translated to Python once. What it holds is the subset that a script for Redis needs: locals, functions,
`if`, `for` over numbers, `while`, tables, strings. Anything else is an error of the translation, and no guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from tests.sim.lua_library import LIBRARY, LuaError

_TOKEN = re.compile(
    r"\s+|--[^\n]*|(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<text>'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")"
    r"|(?P<sign>\.\.|==|~=|<=|>=|[-+*/%#<>=(){}\[\];,.])"
)
_KEYWORDS = {
    "and", "do", "else", "elseif", "end", "false", "for", "function", "if", "in", "local", "nil", "not", "or",
    "return", "then", "true", "while", "break",
}  # fmt: skip
_BINARY = ({"or": 1, "and": 2} | dict.fromkeys(("<", ">", "<=", ">=", "~=", "=="), 3) | {"..": 4, "+": 5, "-": 5}
           | dict.fromkeys("*/%", 6))  # fmt: skip
_UNARY = 7


def script(source: str) -> Callable[[list[str], list[str], Callable[..., Any]], Any]:
    """Function of a script: keys, arguments and `redis.call` → what it returns."""
    made = _compiled(source)

    def run(keys: list[str], arguments: list[str], call: Callable[..., Any]) -> Any:
        return made(keys, arguments, {"call": call})

    return run


@lru_cache(64)
def _compiled(source: str) -> Any:
    body = _Translation(source).chunk()
    code = "\n".join(["def run(v_KEYS, v_ARGV, v_redis):", *body])
    space = dict(LIBRARY)
    exec(compile(code, "<script>", "exec"), space)  # it is our own script
    return space["run"]


class _Translation:
    """One script on its way to Python: a recursive descent over its tokens."""

    def __init__(self, source: str) -> None:
        self._tokens = list(_tokens(source))
        self._at = 0
        self._made = 0

    def chunk(self) -> list[str]:
        lines = self._block(1)
        if self._peek():
            raise LuaError(f"not expected: {self._peek()}")
        return lines

    # --- tokens --------------------------------------------------------------------------------------

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _next(self) -> str:
        if self._at >= len(self._tokens):
            raise LuaError("the script ends in the middle")
        self._at += 1
        return self._tokens[self._at - 1]

    def _accept(self, *words: str) -> bool:
        found = self._peek() in words
        self._at += found  # nothing is no word, so that the end is never passed
        return found

    def _expect(self, word: str) -> None:
        if not self._accept(word):
            raise LuaError(f"{word} is wanted, not {self._peek()}")

    # --- statements ----------------------------------------------------------------------------------

    def _block(self, depth: int) -> list[str]:
        lines: list[str] = []
        while self._peek() not in ("", "end", "else", "elseif"):
            if not self._accept(";"):
                lines += ["    " * depth + line for line in self._statement()]
        return lines or ["    " * depth + "pass"]

    def _statement(self) -> list[str]:
        word = self._peek()
        if self._accept("local"):
            return self._function() if self._accept("function") else self._assignment(self._names())
        if self._accept("if"):
            return self._if()
        if self._accept("for"):
            return self._for()
        if self._accept("while"):
            condition = self._expression()
            return [f"while true({condition}):", *self._do()]
        if self._accept("return"):
            values = [] if self._peek() in ("", "end", "else", "elseif", ";") else self._values()
            return [f"return {self._packed(values)}"]
        if self._accept("break"):
            return ["break"]
        if word in _KEYWORDS:
            raise LuaError(f"{word} is not known here")
        target = self._suffixed()
        if self._peek() in ("=", ","):
            targets = [target]
            while self._accept(","):
                targets.append(self._suffixed())
            return self._assignment(targets)
        if not target.endswith(")"):
            raise LuaError(f"{word} is no statement")
        return [target]

    def _do(self) -> list[str]:
        self._expect("do")
        body = self._block(1)
        self._expect("end")
        return body

    def _function(self) -> list[str]:
        name = f"v_{self._next()}"
        self._expect("(")
        names = [] if self._peek() == ")" else self._names()
        self._expect(")")
        body = self._block(1)
        self._expect("end")
        return [f"def {name}({', '.join(names)}):", *body]

    def _if(self) -> list[str]:
        lines, word = [], "if"
        while True:
            condition = self._expression()
            self._expect("then")
            lines += [f"{word} true({condition}):", *self._block(1)]
            if not self._accept("elseif"):
                break
            word = "elif"
        if self._accept("else"):
            lines += ["else:", *self._block(1)]
        self._expect("end")
        return lines

    def _for(self) -> list[str]:
        name = f"v_{self._next()}"
        self._expect("=")
        bounds = self._values()
        return [f"for {name} in steps({', '.join(bounds)}):", *self._do()]

    def _names(self) -> list[str]:
        names = [f"v_{self._next()}"]
        while self._accept(","):
            names.append(f"v_{self._next()}")
        return names

    def _assignment(self, targets: list[str]) -> list[str]:
        values = self._values() if self._accept("=") else ["None"]
        if len(targets) == len(values):
            return [f"{', '.join(targets)} = {', '.join(f'one({value})' for value in values)}"]
        return [f"{', '.join(targets)}, = spread({len(targets)}, {self._packed(values)})"]

    def _packed(self, values: list[str]) -> str:
        if len(values) == 1:
            return values[0]
        return f"Many(({''.join(f'one({value}), ' for value in values)}))"

    # --- expressions ---------------------------------------------------------------------------------

    def _values(self) -> list[str]:
        values = [self._expression()]
        while self._accept(","):
            values.append(self._expression())
        return values

    def _expression(self, above: int = 0) -> str:
        left = self._unary()
        while (strength := _BINARY.get(self._peek(), 0)) > above:
            sign = self._next()
            right = self._expression(strength - (sign == ".."))
            left = self._joined(sign, left, right)
        return left

    def _joined(self, sign: str, left: str, right: str) -> str:
        if sign in ("and", "or"):
            self._made += 1
            name = f"t{self._made}_"
            test = f"true({name} := one({left}))"
            return f"(one({right}) if {test} else {name})" if sign == "and" else f"({name} if {test} else one({right}))"
        words = {"~=": "!=", "..": "+"}
        if sign == "..":
            return f"(text({left}) + text({right}))"
        if sign in "+-*/%":
            return f"(number({left}) {sign} number({right}))"
        return f"(one({left}) {words.get(sign, sign)} one({right}))"

    def _unary(self) -> str:
        if self._accept("not"):
            return f"(not true({self._expression(_UNARY)}))"
        if self._accept("#"):
            return f"len({self._expression(_UNARY)})"
        if self._accept("-"):
            return f"(-number({self._expression(_UNARY)}))"
        return self._suffixed()

    def _suffixed(self) -> str:
        made = self._primary()
        while True:
            if self._accept("."):
                made = f"at({made}, {self._next()!r})"
            elif self._accept("["):
                made = f"at({made}, {self._expression()})"
                self._expect("]")
            elif self._accept("("):
                made = self._call(made)
            else:
                return made

    def _call(self, function: str) -> str:
        values = [] if self._peek() == ")" else self._values()
        self._expect(")")
        single = [f"one({value})" for value in values[:-1]] + [f"*many({value})" for value in values[-1:]]
        return f"{function}({', '.join(single)})"

    def _primary(self) -> str:
        word = self._next()
        if word == "(":
            inner = self._expression()
            self._expect(")")
            return f"one({inner})"
        if word == "{":
            values = [] if self._peek() == "}" else self._values()
            self._expect("}")
            return f"[{', '.join(f'one({value})' for value in values)}]"
        if word in ("nil", "true", "false"):
            return {"nil": "None", "true": "True", "false": "False"}[word]
        if word in _KEYWORDS or not re.match(r"[\w'\"]", word):
            raise LuaError(f"{word} is no value")
        return f"v_{word}" if word.isidentifier() else word


def _tokens(source: str) -> Any:
    at = 0
    while at < len(source):
        found = _TOKEN.match(source, at)
        if not found:
            raise LuaError(f"not Lua: {source[at : at + 20]!r}")
        if found.lastgroup:
            yield found[0]
        at = found.end()
