"""Words of the terminal that stand there in both languages, Chinese and English."""

from __future__ import annotations

WORDS = {
    "standby": ("  待命：演出正在 {writer} 上进行；它停下时，本机自动接管。\n",
                "  STANDBY 待命: {writer} runs this show now. When it stops, this machine takes over by itself."),
    # limelight check, import
    "faults": ("共 {faults} 处错误、{warnings} 处提醒", "{faults} faults, {warnings} warnings"),
    "no_faults": ("没有错误，可以使用；{warnings} 处提醒", "No faults, this event can be run; {warnings} warnings"),
    "changes": ("共 {changes} 处改动，{faults} 处错误", "{changes} changes, {faults} faults"),
    # limelight draw
    "same_draw": ("与记录相同", "as recorded"), "other_draw": ("与记录不同！", "NOT AS RECORDED!"),
    # limelight verify
    "genuine": ("与记录一致：第 {seq} 号，校验码 {code}", "Genuine: record {seq}, check code {code}"),
    "altered": ("内容被改动：与第 {seq} 号记录不一致", "Altered: it does not say what record {seq} says"),
    "other": ("不属于这份记录", "It belongs to another journal"),
    "journal": ("这份记录与打印时不同（校验码 {code}）", "The journal is not what it was at printing ({code})"),
}  # fmt: skip
