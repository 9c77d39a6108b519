"""What the server says to people, in Chinese and English. Codes are the show's, words are ours."""

from __future__ import annotations

from typing import Any

LANGS = ("zh", "en")

_WORDS: dict[str, tuple[str, str]] = {
    "changed": ("这一项刚被改动，请看现在的内容再操作", "This has just changed; look at what it is now and try again"),
    "expected": ("预监已变为「{found}」，不是「{expected}」", "Preview is now “{found}”, not “{expected}”"),
    "undo_changed": ("最后一步操作已是第 {found} 号，不是第 {expected} 号", "The last action is number {found} now, not {expected}"),
    "double_go": ("{within} 毫秒内重复的 GO，按一次处理", "A second GO within {within} ms counts as one"),
    "nothing_in_preview": ("预监中没有内容", "There is nothing in preview"),
    "nothing_to_undo": ("没有可以撤销的操作", "There is nothing to undo"),
    "too_long": ("「{field}」最多 {most} 个字，现在是 {found} 个", "{field} takes at most {most} characters; this has {found}"),
    "too_many_corrections": ("项目 {entry} 最多更正 {most} 次", "Entry {entry} takes at most {most} corrections"),
    "award_empty": ("第 {page} 页没有获奖项目", "Page {page} has no winners"),
    "seed_needed": ("抽签还没有种子", "The draw has no seed yet"),
    "nothing_to_draw": ("「{session}」没有两个以上尚未出场的正式项目，不必抽签", "“{session}” has no two competing entries that have not played"),
    "unknown_session": ("没有场次「{session}」", "There is no session “{session}”"),
    "unknown_cue": ("没有这一条：{cue}", "There is no cue {cue}"),
    "unknown_segment": ("没有这一段：{segment}", "There is no segment {segment}"),
    "unknown_entry": ("没有编号为「{entry}」的项目", "There is no entry “{entry}”"),
    "unknown_judge": ("没有评委「{judge}」", "There is no judge “{judge}”"),
    "unknown_category": ("没有类别「{category}」", "There is no category “{category}”"),
    "unknown_award": ("没有奖项「{award}」", "There is no award “{award}”"),
    "element_needs": ("「{element}」还缺内容：请选项目、人名、类别或填写文字", "“{element}” needs an entry, a name, a category or words"),
    "no_clock": ("没有计时：请先播出汇报或答辩，或载入计时", "There is no clock: take a talk or Q&A, or load one"),
    "too_many_seconds": ("一次最多 {most} 秒", "At most {most} seconds"),
    "out_of_range": ("{judge}：{found} 超出范围，应在 {minimum}–{maximum} 之间", "{judge}: {found} is out of range; {minimum} to {maximum} is wanted"),
    "off_step": ("{judge}：{found} 应为 {step} 的整数倍（{minimum}–{maximum}）", "{judge}: {found} should go in steps of {step} ({minimum} to {maximum})"),
    "bad_deduction": ("扣分 {found} 不合要求：0–{maximum}，最多 {decimals} 位小数", "Deduction {found} does not fit: 0 to {maximum}, at most {decimals} decimals"),
    "marks_missing": ("还缺 {count} 位评委的分数：{judges}", "{count} marks are missing: {judges}"),
    "criteria_wanted": ("本赛事按分项评分，请录入各项：{criteria}", "Marks go by criterion here: {criteria}"),
    "criteria_missing": ("还有分项没有打分：{criteria}", "Criteria without a mark: {criteria}"),
    "unknown_criterion": ("没有评分项「{criterion}」，可用：{criteria}", "There is no criterion “{criterion}”; there are {criteria}"),
    "parts_missing": ("还缺：{parts}", "Still missing: {parts}"),
    "unknown_part": ("没有需录入的部分「{part}」，可用：{parts}", "There is no given part “{part}”; there are {parts}"),
    "bad_part": ("「{part}」{found} 不合要求：{minimum}–{maximum}，最多 4 位小数", "{part}: {found} does not fit; {minimum} to {maximum}, at most 4 decimals"),
    "already_submitted": ("{judge} 已提交，须由本人撤回后再改", "{judge} has submitted; only the judge can take it back"),
    "not_submitted": ("{judge} 还没有提交", "{judge} has not submitted"),
    "judge_excused": ("{judge} 不计入本项目（回避、未到等），不能打分", "{judge} does not count for this entry and cannot mark it"),
    "not_allowed": ("您的身份（{role}）不能做这一步", "As {role} you cannot do this"),
    "not_yours": ("这不是您的评分表", "This is not your sheet"),
    "locked": ("项目 {entry} 已复核或确认，不能再改", "Entry {entry} is checked or confirmed; it is locked"),
    "already_checked": ("项目 {entry} 已复核；要改请先撤回复核", "Entry {entry} is checked; take the check back first"),
    "not_checked": ("项目 {entry} 尚未复核", "Entry {entry} has not been checked"),
    "same_person": ("须由另一个人操作：{who} 已参与录入或提出", "Another person is needed: {who} has typed or proposed this"),
    "no_proposal": ("项目 {entry} 没有待批的更正", "Entry {entry} has no correction that waits"),
    "correction_waits": ("项目 {entry} 已有一项更正待批（{who} 提出）", "Entry {entry} has a correction that waits (by {who})"),
    "judges_not_accepted": ("项目 {entry} 有评委不计入：请先确认按 {count} 名评委计（共 {of} 名）", "Entry {entry}: confirm first that {count} of {of} judges count"),
    "judges_count": ("现在计入的是 {count} 名评委，不是 {found} 名", "{count} judges count now, not {found}"),
    "no_judge_left": ("项目 {entry} 没有可计入的评委", "Entry {entry} has no judge left who counts"),
    "deduction_waiting": ("项目 {entry} 的用时扣分还没有决定", "The points off for time of entry {entry} are not decided yet"),
    "not_tied": ("这些项目并不并列；现在并列的是：{tied}", "These entries are not tied; tied now: {tied}"),
    "tie_value": ("项目 {entry} 的票数或加赛分 {found} 不合要求：0–{maximum}", "Entry {entry}: {found} does not fit; 0 to {maximum}"),
    "already_confirmed": ("项目 {entry} 的成绩已确认；要改请用更正", "Entry {entry} is confirmed; use a correction"),
    "not_confirmed": ("项目 {entry} 的成绩尚未确认", "Entry {entry} is not confirmed yet"),
    "already_revealed": ("项目 {entry} 的成绩已公布", "Entry {entry} has been revealed"),
    "not_revealed": ("项目 {entry} 的成绩尚未公布", "Entry {entry} has not been revealed"),
    "not_armed": ("项目 {entry} 尚未预备亮分", "Entry {entry} is not armed for its reveal"),
    "not_postponed": ("项目 {entry} 没有延后", "Entry {entry} is not postponed"),
    "place_passed": ("「{segment}」已经过去，请选后面的位置", "“{segment}” has passed; choose a later place"),
    "not_competing": ("项目 {entry} 不计分（展演、弃权、取消或延后）", "Entry {entry} is not scored (exhibition, withdrawn, cancelled or postponed)"),
    "too_early": ("按亮分规则，项目 {entry} 还要等 {count} 个项目：{waiting}", "By the reveal rule entry {entry} waits for {count} more: {waiting}"),
    "hidden_until_awards": ("按亮分规则，成绩到颁奖时才公布", "By the reveal rule nothing is shown before the awards"),
    "award_unconfirmed": ("还有 {count} 个项目的成绩未确认：{entries}", "{count} entries have no confirmed score: {entries}"),
    "award_tie": ("「{award}」名额边界并列：{entries}，请先决定", "A tie crosses the border of “{award}”: {entries}; decide it first"),
    "quota_over": ("「{category}」名额 {found}，参赛项目只有 {count} 个，请调整名额", "“{category}” has awards for {found}, but {count} competing entries: set other quotas"),
    "bad_quota": ("名额应为 0–{most}", "A quota is 0 to {most}"),
    "ceremony_locked": ("颁奖方案已锁定；要改请先解锁", "The ceremony is locked; unlock it first"),
    "ceremony_unlocked": ("颁奖方案还没有锁定", "The ceremony is not locked yet"),
    "ceremony_begun": ("颁奖已经开始，不能解锁", "The ceremony has begun; it cannot be unlocked"),
    "ceremony_off": ("颁奖典礼不在播出", "The ceremony is not on air"),
    "ceremony_first": ("已是颁奖的第一步", "This is the ceremony's first step"),
    "unknown_step": ("没有第 {step} 步，共 {of} 步", "There is no step {step}; there are {of}"),
    "too_many_presenters": ("颁奖人最多 {most} 位", "At most {most} people present an award"),
    "too_many_prizes": ("单项奖最多 {most} 个", "There can be {most} special prizes at most"),
    "prize_needs": ("请为单项奖选择项目", "A special prize needs at least one entry"),
    "reason_needed": ("请写明原因", "A reason is needed"),
    "unknown_preset": ("没有第 {number} 条留言，共 {count} 条", "There is no message number {number}; there are {count}"),
    "bad_delay": ("直播延时 {found} 秒不合要求：0–{most}", "A stream delay of {found} s does not fit; 0 to {most}"),
    "bad_title": ("项目名称应为 1–{most} 行", "A title has 1 to {most} lines"),
    "empty_name": ("名称不能为空", "The name cannot be empty"),
    "bad_argument": ("「{scene}」的参数 {argument} 不合要求，应为：{wanted}", "{argument} does not fit scene “{scene}”; wanted: {wanted}"),
    "too_many_cues": ("最多手工添加 {most} 条", "At most {most} cues can be added by hand"),
    "not_added": ("「{cue}」来自赛事文件，只能跳过，不能删除", "“{cue}” is from the event file: skip it, it cannot be removed"),
    "fenced": ("另一台机器「{by}」已接管本场，请到那台机器上操作", "Another machine, “{by}”, has taken over this show: work there"),
    "not_in_rehearsal": ("现在不是彩排模式", "This is not rehearsal mode"),
    "journal_trouble": ("记录文件有问题，这一步没有执行，演出照旧：{trouble}", "The journal's file has trouble; this was not done and the show goes on: {trouble}"),
    "journal_doubt": ("画面已经变了，但磁盘没有确认，断电会丢失这一步：{trouble}", "The screens show it, but the disk has not confirmed it, and a power cut would lose it: {trouble}"),
    "on_air": ("「{cue}」正在播出", "“{cue}” is on air"),
}  # fmt: skip


def pick(pair: tuple[str, str], lang: str) -> str:
    """The Chinese or the English of a pair of words."""
    return pair[lang == "en"]


ROLE_WORDS = {
    "operator": ("导播", "Operator"), "scorer": ("计分员", "Scorer"), "supervisor": ("监督员", "Supervisor"),
    "judge": ("评委", "Judge"), "host": ("主持人", "Host"), "viewer": ("观察员", "Viewer"),
}  # fmt: skip


def why(code: str, params: dict[str, Any], lang: str = "zh") -> str:
    """The words for a refusal. An unknown code or a missing parameter shows the code itself."""
    pair = _WORDS.get(code)
    if pair is None:
        return code
    if lang == "zh" and params.get("role") in ROLE_WORDS:
        params = params | {"role": ROLE_WORDS[params["role"]][0]}
    try:
        return pick(pair, lang).format(**params)
    except KeyError:
        return code
