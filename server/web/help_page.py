"""Operator's handbook at `/help`: Markdown that ships with the server, with a drawing of the set-up in it.

It needs no sign-in, so that a person who stands at a black screen can read what to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from starlette.requests import Request
from starlette.responses import Response

from server.web.addresses import bases, page_addresses
from server.web.pages import base_for_others, lang_of, render
from server.web.state import state_of

FOLDER = Path(__file__).parent / "handbook"
DRAWING = "<!-- drawing -->"
BOX = "[ ] "


@dataclass(frozen=True, slots=True)
class Heading:
    """Entry of a heading in the list of contents; its id is the same in both languages."""

    id: str
    rank: int
    words: str


@dataclass(frozen=True, slots=True)
class Handbook:
    """Handbook in one language: its headings, and its HTML before and after the drawing."""

    title: str
    headings: tuple[Heading, ...]
    before: str
    after: str


@cache
def handbook(lang: str) -> Handbook:
    """The handbook, rendered once. `lang` is zh or en."""
    markdown = MarkdownIt("commonmark").enable("table")
    tokens = markdown.parse((FOLDER / f"handbook.{lang}.md").read_text(encoding="utf-8"))
    _tick_boxes(tokens)
    title, *headings = _headings(tokens)
    html = markdown.renderer.render(list(_sections(tokens)), markdown.options, {})
    before, _, after = html.partition(DRAWING)
    return Handbook(title.words, tuple(headings), before, after)


def _headings(tokens: list[Token]) -> Iterator[Heading]:
    """Every heading, which also gets its id: part-2, part-2-3."""
    counts = {1: 0, 2: 0, 3: 0}
    for n, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        rank = int(token.tag[1])
        counts[rank] += 1
        counts |= {deeper: 0 for deeper in counts if deeper > rank}
        token.attrSet("id", "-".join(["part", *(f"{counts[one]}" for one in range(2, rank + 1))]))
        yield Heading(str(token.attrGet("id")), rank, tokens[n + 1].content)


def _tick_boxes(tokens: list[Token]) -> None:
    """`- [ ] …` is a point with a box to tick, on paper."""
    for bullet, _, text in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if bullet.type == "list_item_open" and text.content.startswith(BOX) and text.children:
            bullet.attrSet("class", "tick")
            text.children[0].content = text.children[0].content.removeprefix(BOX)


def _sections(tokens: list[Token]) -> Iterator[Token]:
    """The tokens with a section around each heading of rank 3 and what follows it: a page may break between
    them. A table may be moved sideways on a phone."""
    inside = False
    for token in tokens:
        if token.type == "heading_open":
            if inside:
                yield _html("</section>\n")
            inside = token.tag == "h3"
            if inside:
                yield _html("<section>\n")
        if token.type == "table_open":
            yield _html('<div class="scroll">\n')
        yield token
        if token.type == "table_close":
            yield _html("</div>\n")
    if inside:
        yield _html("</section>\n")


def _html(content: str) -> Token:
    return Token("html_block", "", 0, content=content)


async def handbook_page(request: Request) -> Response:
    """Page `/help`: the handbook; `?lang=` zh or en."""
    lang = lang_of(request)
    return render(request, "help.html", book=handbook(lang), **_addresses(request))


def _addresses(request: Request) -> dict[str, Any]:
    """What the drawing and the table below it fill in: this machine's addresses, the event's outputs."""
    source = state_of(request).source
    outputs = [one for name, one in source.outputs().items() if name != "watch"]
    base = base_for_others(request)
    settings = state_of(request).settings
    port = request.url.port or state_of(request).port
    known = bases(settings.host, port, settings.certfile is not None)
    others = [one for one in known if one != base and "localhost" not in one]
    return {
        "base": base,
        "host": base.partition("//")[2],
        "others": others,
        "outputs": outputs,
        "places": [(page.title, page.path) for page in page_addresses(outputs)],
    }
