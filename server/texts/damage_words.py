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
}  # fmt: skip
