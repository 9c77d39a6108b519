"""Words of the terminal, Chinese and English: a start and its end, reports, troubles."""

from __future__ import annotations

WORDS = {
    # a start and its end
    "live": ("LIVE 正式", "LIVE 正式"),
    "rehearsal": ("REHEARSAL 彩排 — 彩排的内容不会进入正式演出；在导播台切换，或用 --live 直接以正式开始",
                  "REHEARSAL 彩排 — nothing of this reaches the live show; the panel switches, --live begins in it"),
    "folders": ("赛事在 {event}；演出保存在 {data}。", "The event is {event}; its show is kept in {data}."),
    "known_code": ("与第一次启动时显示的相同（--new-code 可换新的）",
                   "the one that the first start showed (--new-code makes another)"),
    "stopped": ("Limelight 已停止。演出在 {folder} 里；用同一条命令继续。",
                "Limelight has stopped. The show is in {folder}; the same command continues it."),
    "edge": ("\nLimelight 聚光：边缘节点，显示 {redis} 上的演出：\n{links}\n"
             "  /readyz 说明与主机的连接是否正常。按 Ctrl+C 停止。\n",
             "\nLimelight 聚光: an edge. It shows what the writer tells {redis}:\n{links}\n"
             "  /readyz says whether it hears the writer. Stop it with Ctrl+C.\n"),
    "mend_later": ("limelight：{folder} 里的赛事可以运行，但应改正：\n{faults}",
                   "limelight: the event in {folder} runs, and should be mended:\n{faults}"),
    "starter": ("新赛事在 {folder}。请编辑其中的 event.toml 和 {table}，然后：\n"
                "  limelight check {folder}\n  limelight serve {folder}",
                "A starter event is in {folder}. Edit event.toml and {table} there, then:\n"
                "  limelight check {folder}\n  limelight serve {folder}"),
    "token": ("令牌 {id}，{until} 到期，用于演出 {folder}：",
              "Token {id}, good until {until}, for the show in {folder}:"),
    "revoked": ("令牌 {id} 已失效。", "Token {id} has ended."),
    "written": ("{file}：{kind}，校验码 {code}（第 {seq} 号）。", "{file}: {kind}, check code {code} (record {seq})."),
    "bundled": ("{file}：已打包，可以发送（不含口令、姓名和分数）。",
                "{file} is packed and may be sent: no codes, no names and no marks are in it."),
    # what stands in the way of a start
    "no_folder": ("没有文件夹 {folder}：limelight new {folder} 可在那里新建赛事。",
                  "{folder} is no folder: limelight new {folder} makes a starter event there."),
    "mend_first": ("{folder} 里的赛事还不能运行，请先改正：\n{faults}",
                   "the event in {folder} cannot be run yet; mend this first:\n{faults}"),
    "not_started": ("服务器没能启动，原因见上面几行。", "the server could not start; the lines above say why."),
    "edge_not_started": ("边缘节点没能启动，原因见上面几行。", "the edge could not start; the lines above say why."),
    "not_writable": ("不能写入 {folder}（{why}）：请用 --data DIR 指定另一个文件夹。",
                     "cannot write to {folder} ({why}): name another folder with --data DIR."),
    "no_address": ("{host} 不是本机地址：请用 --host 0.0.0.0。",
                   "{host} is no address of this machine: try --host 0.0.0.0."),
    "port_in_use": ("端口 {port} 已被占用，可能是还在运行的 Limelight：请先停止它，或用 --port {next} 换一个端口。",
                    "port {port} is in use, perhaps by a Limelight that still runs:"
                    " stop that one, or choose another port with --port {next}."),
    "port_forbidden": ("端口 {port} 需要管理员权限：请用 --port 8000 选一个大于 1024 的端口。",
                       "port {port} needs an administrator: choose one above 1024 with --port 8000."),
    "cannot_listen": ("不能在 {host} 上监听（{why}）：请用 --host 0.0.0.0。",
                      "cannot listen on {host} ({why}): try --host 0.0.0.0."),
    # what stands in the way of another command
    "not_empty": ("{folder} 不是空的：请指定一个还不存在的文件夹。",
                  "{folder} is not empty: name a folder that does not exist yet."),
    "restored": ("已恢复 {mode} 的记录：{events} 条，最后一条在 {when}，保存在 {folder}。现在可以启动；此后做的要补做，"
                 "请先核对节目单和成绩。",
                 "Restored the {mode} journal: {events} events, the newest of {when}, in {folder}. It can be started"
                 " now; what was done after that has to be done again: check the rundown and the scores first."),
    "restored_kept": ("原来的记录改名保存：{kept}", "What was there before is kept as: {kept}"),
    "not_whole": ("{file} 不能用来恢复：{why}。没有改动任何文件。",
                  "{file} cannot be restored from: {why}. Nothing was changed."),
    "no_journal": ("{folder} 里没有 {mode} 的记录："
                   "请指定 limelight serve 保存演出的文件夹，即 EVENT_DIR/.limelight 或 --data 所指。",
                   "there is no {mode} journal in {folder}:"
                   " name the folder that `limelight serve` keeps the show in, EVENT_DIR/.limelight or --data."),
    "no_entry": ("没有项目 {entry}，现有 {known}。", "there is no entry {entry}; there are {known}."),
    "no_judge": ("赛事里没有评委 {judge}，现有 {known}。", "the event has no judge {judge}; there are {known}."),
    "judge_role": ("--judge ID 只与 --role judge 一起用。",
                   "--judge ID goes with --role judge, and with no other role."),
    "token_what": ("limelight token 要且只要 --role、--list、--revoke ID 其中一个。",
                   "limelight token wants one of --role, --list and --revoke ID."),
    "no_token": ("没有令牌 {id}：limelight token --list 列出现有的。",
                 "there is no token {id}: limelight token --list shows those that last."),
    "bad_duration": ("--for {given} 不对：请写 90m、12h、2d 或 1w，最长 366d。",
                     "--for {given}: 90m, 12h, 2d or 1w are wanted, at most 366d."),
    "bad_name": ("--name 要 1–{most} 个字，不含 /，两端没有空格。",
                 "--name: 1 to {most} characters are wanted, with no / and no space at either end."),
    "too_many_tokens": ("已有 {most} 个令牌：请先用 --revoke 收回不用的。",
                        "there are {most} tokens: revoke some with --revoke first."),
    "no_certificate": ("证书文件 {file} 读不出（{why}）。", "{file}, of the certificate, cannot be read ({why})."),
    "bad_certificate": ("{file} 不是可用的证书和私钥：要 PEM 格式，两者配对，私钥不带密码。",
                        "{file} is no certificate with its key: both as PEM are wanted, of one pair, the key"
                        " without a password."),
    "no_seal": ("{file} 没有校验信息：不是在这里生成的，或被另存过。",
                "{file} carries no seal: it was not made here, or was saved anew."),
    "standby": ("  待命：演出正在 {writer} 上进行；它停下时，本机自动接管。\n",
                "  STANDBY 待命: {writer} runs this show now. When it stops, this machine takes over by itself."),
    # settings of Redis under which something may be lost
    "weak_appendonly": ("{setting}：Redis 重启会忘记一切；请设 appendonly yes、appendfsync always",
                        "{setting}: a Redis that is restarted forgets everything;"
                        " set appendonly yes and appendfsync always"),
    "weak_appendfsync": ("{setting}：断电可能丢失最后一秒；请设 appendfsync always",
                         "{setting}: a power cut may cost the last second; set appendfsync always"),
    "weak_policy": ("{setting}：内存满时 Redis 会删除演出记录；请设 maxmemory-policy noeviction",
                    "{setting}: where its memory is full, Redis deletes the journal; set maxmemory-policy noeviction"),
    "weak_replicas": ("{setting}：只有一台 Redis，它损坏时只剩各机器磁盘上的记录",
                      "{setting}: there is one Redis only; if it is lost, the disks of the machines are what is left"),
    "weak_unconfirmed": ("{setting}：主 Redis 损坏时，副本可能缺最后几步；请设 min-replicas-to-write 1",
                         "{setting}: where the master is lost, its replica may lack the last moment;"
                         " set min-replicas-to-write 1"),
    "weak_unknown": ("{setting}：无权读取 Redis 的设置（CONFIG），不知道它会不会丢记录",
                     "{setting}: this user may not read the settings of Redis (CONFIG);"
                     " whether it keeps the journal is not known"),
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
