"""Words about a newer table of entries, Chinese and English: its changes, and why some are left out."""

from __future__ import annotations

WORDS = {
    "no_file": ("请选择一个 .xlsx 或 .csv 文件", "Choose an .xlsx or .csv file"),
    "too_large": ("文件太大：最多 {most} 字节", "The file is too large: at most {most} bytes"),
    "bad_form": ("表单读不出来：{why}", "This form cannot be read: {why}"),
    "forgotten": ("这次预览已过期，请重新上传", "This preview is no longer kept; upload the file again"),
    "refused": ("一处也没有改：{why}。下面是按现在的演出重新比较的结果。",
                "Nothing was done: {why}. Below, the table is held against the show as it is now."),
    "done": ("已导入 {count} 处改动（记录第 {seq} 号）。可在导播台撤销。",
             "{count} changes taken over (record {seq}). The panel can undo them."),
    # a difference in the page's table
    "judge": ("评委 {seat} {name}", "Judge {seat} {name}"),
    "sessions": ("场次", "Sessions"), "categories": ("类别", "Categories"), "panels": ("评审组", "Panels"),
    "scoring": ("评分标准", "Scoring"), "awards": ("奖项", "Awards"),
    "runs": ("出场", "Runs"), "new": ("表里新增", "New in the table"), "gone": ("表里没有", "Not in the table"),
    # a difference in the terminal
    "added": ("＋ {entry} {after}", "+ {entry} {after}"),
    "removed": ("－ {entry} {before}", "- {entry} {before}"),
    "changed": ("～ {entry} {field}：「{before}」→「{after}」", "~ {entry} {field}: “{before}” → “{after}”"),
    "moved": ("↕ {entry} 出场第 {before} → 第 {after}", "↕ {entry} runs {before} → {after}"),
}  # fmt: skip

# Why a difference is not taken over, by the reason that the show gives.
LEFT = {
    "added": ("演出已经开始，不新增项目", "The show has begun: no entry is added"),
    "removed": ("表里没有这个项目，保留不动；不再参赛请改状态为弃权或取消",
                "Not in the table; it stays. Who takes no part is withdrawn or cancelled"),
    "passed": ("会移动已经出场的项目，整个出场顺序不改",
               "It would move entries that have run: the running order stays as it is"),
    "confirmed_given": ("成绩已复核或确认，要改请用更正", "The score is checked or confirmed; use a correction"),
    "typed_given": ("计分席已录入这一项，以录入的为准", "The desk has typed this part; what was typed holds"),
    "revealed_category": ("成绩已公布，类别不改", "The score was revealed: the category stays"),
    "sealed": ("开赛时已随记录封存，不改", "Sealed with the journal when it began; it stays"),
}  # fmt: skip
