"""Words of `score_text`: a score's way from the judges' marks to the rank, Chinese and English."""

from __future__ import annotations

WORDS = {
    "entry": ("{id} 号　{unit}《{title}》", "{id}  {unit}: {title}"),
    # no score yet
    "missing": ("还没有成绩，缺评委：{names}", "No score yet; missing: {names}"),
    "not_accepted": ("有评委不计入，等待确认按几名评委计", "Judges are left out; somebody has to accept that"),
    # parts
    "judges": ("评委打分", "Judges"),
    "part": ("【{name}】", "[{name}]"),
    "given": ("【{name}】录入 {value}", "[{name}] entered: {value}"),
    "given_of": ("【{name}】录入 {value}（满分 {of}），折算为 {shown}", "[{name}] entered: {value} of {of}, which is {shown}"),
    "judge": ("{seat} 号评委 {name}", "Judge {seat} {name}"),
    "excused": ("{who}：{state}，不计入", "{who}: {state}, does not count"),
    "mark": ("{who}：{way}{mark}", "{who}: {way}{mark}"),
    "dropped_high": ("，最高分，去掉", ", the highest, falls"),
    "dropped_low": ("，最低分，去掉", ", the lowest, falls"),
    "accepted": ("按 {count} 名评委计（{who}：{reason}）", "Counts on {count} judges ({who}: {reason})"),
    "sum": ("合计：{terms} = {value}", "Sum: {terms} = {value}"),
    "mean": ("平均分：({terms}) ÷ {count} = {mean}，四舍五入到 {decimals} 位小数 = {value}",
             "Mean: ({terms}) ÷ {count} = {mean}, rounded half up to {decimals} decimals = {value}"),
    "untrimmed": ("计入 {there} 名评委，不足 {least} 名，不去最高最低分",
                  "{there} judges count, fewer than {least}: no extreme falls"),
    "over": ("超时 {seconds} 秒", "{seconds} s over"),
    "short": ("不足 {seconds} 秒", "{seconds} s short"),
    "deduction": ("扣分：−{points}（{why}）", "Points off: −{points} ({why})"),
    # from the parts to the rank
    "less": ("最后得分：{mean} − {off} = {score}", "Score: {mean} − {off} = {score}"),
    "score": ("最后得分：{score}", "Score: {score}"),
    "total": ("总成绩：{terms} = {whole}，四舍五入 = {score}", "Total: {terms} = {whole}, rounded = {score}"),
    "unconfirmed": ("成绩还没有确认", "The score is not confirmed yet"),
    "unranked": ("不参加排名", "Takes no part in the ranking"),
    "rank": ("名次：已确认的 {of} 个项目中第 {rank} 名（按{by}比较）",
             "Rank {rank} of {of} confirmed entries (compared on {by})"),
    "by_exact": ("精确值", "the exact value"),
    "by_shown": ("公布的得分", "the score as shown"),
    "equal": ("与 {others} 同分；依次比较：{keys}", "The same score as {others}; compared in turn: {keys}"),
    "decided": ("并列表决：{value}", "Decided with {value}"),
    "by_people": ("（由人决定）", " (people decide)"),
    # who signed, and what was corrected
    "typed_by": ("录入：{by}", "Entered by {by}"),
    "checked_by": ("复核：{by}", "Checked by {by}"),
    "confirmed_by": ("确认：{by}", "Confirmed by {by}"),
    "revealed": ("已公布", "Revealed"),
    "corrected": ("更正：{before} → {after}，原因：{why}（{people}）",
                  "Corrected: {before} → {after}, because: {why} ({people})"),
}  # fmt: skip

# How a tie is parted: each key of a rule's `ties`.
TIES = {
    "part": ("「{name}」得分", "the score of “{name}”"), "criterion": ("「{name}」平均分", "the mean of “{name}”"),
    "untrimmed_mean": ("不去最高最低的平均分", "the mean of all marks"), "highest_mark": ("最高分", "the highest mark"),
    "fewest_points_off": ("扣分少者", "the fewest points off"),
    "vote": ("评委投票", "a vote of the judges"), "extra_round": ("加赛", "an extra round"),
}  # fmt: skip
