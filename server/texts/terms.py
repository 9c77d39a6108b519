"""Words that many sentences share, Chinese and English: roles, scenes, excuses of judges, eligibility of
entries."""

from __future__ import annotations

ROLES = {
    "operator": ("导播", "Operator"), "scorer": ("计分员", "Scorer"), "supervisor": ("监督员", "Supervisor"),
    "judge": ("评委", "Judge"), "host": ("主持人", "Host"), "viewer": ("观察员", "Viewer"),
}  # fmt: skip
SCENES = {
    "key_visual": ("主视觉", "key visual"), "holding": ("安全画面", "holding"),
    "countdown": ("倒计时", "countdown"), "opening": ("开场", "opening"),
    "judge": ("评委", "judge"), "judges": ("评委席", "judges"), "rules": ("规则", "rules"),
    "next": ("预告", "next entry"), "story": ("项目介绍", "story"), "talk": ("汇报", "talk"),
    "qa": ("答辩", "Q&A"), "scoring": ("打分", "scoring"), "reveal": ("亮分", "reveal"),
    "previous": ("上一项目得分", "previous score"), "ranking": ("排名", "ranking"),
    "award": ("颁奖", "award"), "break": ("休息", "break"), "message": ("字幕", "message"),
    "black": ("黑场", "black"), "test": ("测试图", "test card"), "draw": ("抽签", "draw"),
    "ceremony": ("颁奖典礼", "ceremony"),
}  # fmt: skip
EXCUSES = {
    "recused": ("回避", "recused"), "absent": ("未到", "absent"), "unsubmitted": ("未提交", "did not submit"),
    "abstained": ("弃权", "abstained"), "revoked": ("撤销", "revoked"), "lifted": ("恢复计入", "counts again"),
}  # fmt: skip
ELIGIBILITY = {
    "competing": ("参赛", "competing"), "exhibition": ("展演", "exhibition"), "withdrawn": ("弃权", "withdrawn"),
    "cancelled": ("取消", "cancelled"), "postponed": ("延后", "postponed"),
}  # fmt: skip
POSITIONS = {"last": ("最后", "the end"), "before": ("{before} 之前", "before {before}")}
TIEBREAKS = {"vote": ("投票", "vote"), "extra_round": ("加赛", "extra round")}
COLUMNS = {"name": ("姓名", "Name"), "unit": ("单位", "Unit"), "post": ("职务", "Post")}
