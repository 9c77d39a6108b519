"""Words of the results on paper and in files: headings, remarks, who signs, Chinese and English."""

from __future__ import annotations

WORDS = {
    # headings of the ranking
    "category": ("类别", "Category"), "rank": ("名次", "Rank"), "order": ("出场序号", "Order"), "id": ("编号", "No."),
    "title": ("项目", "Project"), "high": ("最高分（去）", "Highest, dropped"),
    "low": ("最低分（去）", "Lowest, dropped"), "mean": ("平均分", "Mean"), "sum": ("合计", "Sum"),
    "deduction": ("扣分", "Points off"), "score": ("总成绩", "Score"),
    "award": ("奖项", "Award"), "note": ("备注", "Note"), "prize": ("单项奖", "Special prize"),
    # headings of the corrections in a workbook
    "changes": ("更正", "Corrections"), "before": ("原成绩", "Before"), "after": ("更正为", "After"),
    "reason": ("原因", "Reason"), "people": ("经办", "People"), "when": ("时间", "When"),
    # what stands in a row
    "exhibition": ("展演不计分", "exhibition, not scored"), "unconfirmed": ("未确认", "not confirmed"),
    "counted": ("按 {count} 名评委计", "counted on {count} judges"), "corrected": ("有更正", "corrected"),
    # printed sheets
    "sheet": ("评分汇总表", "Score sheet"), "ranking": ("成绩排名表", "Ranking"), "mark": ("打分", "Mark"),
    "remark": ("说明", "Remark"), "sign": ("签名", "Signature"), "date": ("日期", "Date"),
    "fell_high": ("最高分，去掉", "highest, dropped"), "fell_low": ("最低分，去掉", "lowest, dropped"),
    "corrections": ("更正记录", "Corrections"), "rehearsal": ("彩排数据，不是正式成绩", "REHEARSAL: not a result"),
    "no_result": ("未确认，不作为成绩", "Not confirmed: this is no result"),
    "printed": ("打印 {when}　校验码 {code}　记录第 {seq} 号", "Printed {when}   check code {code}   record {seq}"),
    "page": ("第 {number} 页", "page {number}"), "checker": ("复核员", "Checker"),
    "chair": ("评委会主任", "Chair of the judges"),
    # the foot of a workbook's sheet
    "printed_book": ("打印 {when}　校验码 {code}（第 {seq} 号）", "Printed {when}, check code {code} (number {seq})"),
}  # fmt: skip
