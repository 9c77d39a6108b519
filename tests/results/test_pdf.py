"""The printed sheets, read as a PDF reader reads them."""

from __future__ import annotations

import pypdfium2

from server.results.sealed_files import made
from tests.support.results_show import RARE, final, prized, stamp

DRAWN = RARE[0]


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_a_ranking_has_names_to_sign_and_the_check_code_on_each_page() -> None:
    show = final()
    found = pages(made(show, stamp(show, "pdf")))
    assert len(found) == 2 and DRAWN in found[0] and "89.55" in found[0] and "回避" in found[0]
    for page in found:
        assert "校验码 0123-4567-89AB" in page and "监督员" in page and "成绩排名表" in page
    assert "Ranking" in pages(made(show, stamp(show, "pdf", "en")))[0]


def test_every_name_is_copied_out_as_it_is_written_beyond_u_ffff_too() -> None:
    assert any(ord(one) > 0xFFFF for one in RARE)
    show = final()
    text = "".join(pages(made(show, stamp(show, "pdf"))) + pages(made(show, stamp(show, "sheets-pdf"))))
    assert all(one in text for one in RARE), [one for one in RARE if one not in text]
    assert "\ufffd" not in text


def test_a_score_sheet_for_each_entry_says_what_is_no_result() -> None:
    show = final()
    found = pages(made(show, stamp(show, "sheets-pdf")))
    assert len(found) == len(show.entries)
    first = next(page for page in found if DRAWN in page)
    for words in ("评分汇总表", "95.50", "回避", "文本评审", "88.50", "扣分", "0.50", "89.55", "评委会主任"):
        assert words in first, words
    assert any("更正记录" in page and "抄错" in page for page in found)
    assert any("展演不计分" in page for page in found) and any("未确认" in page for page in found)


def test_a_rehearsals_paper_says_so() -> None:
    from dataclasses import replace

    show = replace(final(), mode="rehearsal")
    assert all("彩排数据" in page for page in pages(made(show, stamp(show, "pdf"))))


def test_special_prizes_have_a_page_to_sign() -> None:
    show = prized()
    *_, last = pages(made(show, stamp(show, "pdf")))
    assert "单项奖" in last and "最佳人气奖" in last and "项目02第二行" in last and "评委会主任" in last
