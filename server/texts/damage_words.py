"""Words of a damaged journal, Chinese and English: what is wrong with its files, what the show does, what a
person does about it."""

from __future__ import annotations

WORDS = {
    # what is wrong
    "missing": ("{file} 不见了，但同一文件夹里还有它的 {beside}",
                "{file} is missing, though its {beside} is there"),
    "unreadable": ("{file} 或它的 -wal 已损坏，不能整份读出（{why}）",
                   "{file} or its -wal is damaged and cannot be read as a whole ({why})"),
    "changed": ("{file} 里第 {seq} 号记录缺失或被改动", "event {seq} in {file} is missing or was changed"),
    "short": ("{file} 变短了：已确认写入 {confirmed} 条，现在只有 {found} 条",
              "{file} was cut short: {confirmed} events were confirmed, {found} are there"),
    "other": ("{file} 与它旁边的 {beside} 不是同一份记录",
              "{file} is not the journal that its {beside} belongs to"),
    "newer": ("{file} 由更新的聚光写成：请用那个版本启动；如果没有，就是它的版本号被改动了",
              "{file} was written by a newer Limelight: start that one; if there is none, its version was changed"),
    # what follows from it
    "read_only": ("演出以只读方式打开：{wrong}。屏幕显示完好的 {whole} 条，不接受任何操作，文件原样未动。"
                  "请停止聚光，运行 limelight salvage（--data {folder}），再重新启动。",
                  "The show is read-only: {wrong}. The screens show the {whole} whole events, nothing can be operated,"
                  " and no byte of the files was changed. Stop Limelight, run: limelight salvage --data {folder} —"
                  " and start it again."),
    # limelight salvage
    "nothing": ("{folder} 里的记录完好，无需抢救。",
                "The journals in {folder} are whole: there is nothing to salvage."),
    "salvaged": ("{file}：{wrong}。\n  已写成新记录：损坏处之前 {before} 条，之后 {after} 条；"
                 "另有 {left} 条能读出但接不上，未写入；{lost} 条已确认的读不出来。\n  旧文件改名保存：{kept}",
                 "{file}: {wrong}.\n  Written as a new journal: {before} events before the damage and {after} after it;"
                 " {left} more can be read but make no sense without what is lost, and were left out; {lost} that were"
                 " confirmed cannot be read.\n  The old files are kept as: {kept}"),
    "lines": ("  损坏处之后读出的每一条（含未写入的）：{file}",
              "  Every event that was read after the damage, those left out too: {file}"),
    "opening": ("  开头一条读不出来，用赛事文件夹里的赛事代替：请核对名单。",
                "  The first event could not be read; the event's folder stands in for it: check the entries."),
    "start": ("  现在可以照常启动。启动后请先在导播台核对节目单和成绩。",
              "  The show can be started now. Check the rundown and the scores on the panel first."),
}  # fmt: skip
