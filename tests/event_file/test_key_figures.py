"""Key figures keep every qualifier where it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.event_file import key_figures
from server.show.model import Figure

CASES = [
    ("可查询企业=40万家", Figure("可查询企业", "40", "万家")),
    ("信用报告=超100万份", Figure("信用报告", "100", "万份", before="超")),
    ("产品覆盖=100多个国家", Figure("产品覆盖", "100", "个国家", inside="多")),
    ("科技创新项目=20余项", Figure("科技创新项目", "20", "项", inside="余")),
    ("流程简化=50%以上", Figure("流程简化", "50", "%", after="以上")),
    ("高峰候检缩短=1小时以上", Figure("高峰候检缩短", "1", "小时", after="以上")),
    ("优化制度机制=数十项", Figure("优化制度机制", unit="项", before="数十")),
    ("促进增收=1.59亿元", Figure("促进增收", "1.59", "亿元")),
    ("完成通关=最快20秒", Figure("完成通关", "20", "秒", before="最快")),
    ("锦旗＝逾100件(封)", Figure("锦旗", "100", "件(封)", before="逾")),
    ("惠及=近3,000万余人次", Figure("惠及", "3,000", "万余人次", before="近")),
    ("服务企业=1000+家", Figure("服务企业", "1000", "家", inside="+")),
    ("办理时限=3–5天以内", Figure("办理时限", "3–5", "天", after="以内")),
    ("传播影响力案例=全省唯一", Figure("传播影响力案例", "全省唯一")),
    ("海外来电=20来电", Figure("海外来电", "20", "来电")),
    ("信用报告|超|100||万份|", Figure("信用报告", "100", "万份", before="超")),
    ("优化制度机制|数十|||项|", Figure("优化制度机制", unit="项", before="数十")),
]


@pytest.mark.parametrize(("typed", "figure"), CASES)
def test_a_figure_is_read_as_it_was_meant(typed: str, figure: Figure) -> None:
    assert key_figures.parse(typed) == figure


@pytest.mark.parametrize(
    "typed", ["", "没有等号", "=40万家", "名称=", "a|b|c", "|超|1|||", "名称|||||", "a|b|c|d|e|f|g"]
)
def test_what_is_no_figure_is_refused(typed: str) -> None:
    assert key_figures.parse(typed) is None


@pytest.mark.parametrize("example", [key_figures.EXAMPLE, key_figures.EXAMPLE_FIELDS])
def test_the_examples_in_faults_are_figures(example: str) -> None:
    assert key_figures.parse(example) is not None


typeable = st.sampled_from("超逾近数十百千万亿0123456789.,%余多来几以上下内左右项家+- ")
amounts = st.text(typeable, min_size=1, max_size=12)


@given(amounts.map(str.strip).filter(bool))
def test_no_character_is_lost(amount: str) -> None:
    one = key_figures.parse(f"名称={amount}")
    assert one is not None
    assert one.before + one.value + one.inside + one.unit + one.after == amount


part = st.text(st.sampled_from("超百万0123.%余多以上项家甲 ="), max_size=5).map(str.strip)


@given(st.builds(Figure, part.filter(bool), part, part, part, part, part))
def test_writing_and_reading_agree(figure: Figure) -> None:
    if figure.value or figure.unit or figure.before or figure.inside or figure.after:
        assert key_figures.parse(key_figures.write(figure)) == figure
