"""Words of two machines without a Redis: how far a follower is, its promotion, a primary that comes back."""

from __future__ import annotations

WORDS = {
    # how far a follower is
    "in_step": ("备机：与主机 {primary} 完全一致，记录到第 {seq} 号",
                "Follower: it has everything that {primary} has, up to record {seq}"),
    "catching_up": ("备机：正在从 {primary} 取记录，还差 {behind} 条",
                    "Follower: it is fetching from {primary}, {behind} records behind"),
    "cut": ("备机：与主机 {primary} 断开 {seconds} 秒；本机有到第 {seq} 号的记录",
            "Follower: cut off from {primary} for {seconds} s; records up to {seq} are here"),
    "no_server": ("备机：{primary} 没有按聚光主机应答；本机有到第 {seq} 号的记录",
                  "Follower: {primary} does not answer as a Limelight server; records up to {seq} are here"),
    "refused": ("备机：{primary} 不接受这个令牌，或它自己不是主机；本机有到第 {seq} 号的记录",
                "Follower: {primary} refuses this token, or serves no show itself; records up to {seq} are here"),
    "not_kept": ("备机：{primary} 发来的记录本机存不下或不认识（磁盘满？版本旧？见日志）；本机有到第 {seq} 号的记录",
                 "Follower: what {primary} sends cannot be kept here (disk full? older version? see the log);"
                 " records up to {seq} are here"),
    "files_left": ("；还有 {files} 个文件未到", "; {files} files are still to come"),
    "elsewhere": ("本机是备机：演出在 {primary} 上进行，请到那台机器上操作",
                  "This machine follows {primary}, which runs the show: work there"),
    # promotion
    "promoted": ("本机现在是主机：演出从这里继续，口令不变",
                 "This machine is the server now: the show goes on from here, with the same codes"),
    "not_ready": ("还不能接管：赛事文件或记录还没有到",
                  "It cannot take over yet: the event or its journal has not come"),
    "cannot_take_over": ("不能接管：{why}", "It cannot take over: {why}"),
    "marked": ("已登记：{folder} 成为主机。现在启动：limelight serve {event}",
               "{folder} is the server's from now on. Start it: limelight serve {event}"),
    "no_follower": ("{folder} 里没有备机的资料：请指定 limelight follow 所用的文件夹。",
                    "{folder} is no follower's: name the folder that `limelight follow` keeps its copy in."),
    "not_newer": ("{folder} 里是自己的演出，而 {primary} 没有应答或不比它新："
                  "先让那台机器运行，或用 limelight serve {folder}。",
                  "{folder} holds a show of its own, and {primary} does not answer or has gone no further:"
                  " start that machine first, or run limelight serve {folder}."),
    "follow_own": ("{folder} 不是空的，也不是备机的文件夹：请指定一个新文件夹。",
                   "{folder} is not empty and no follower's folder: name a new one."),
    "start": ("\n聚光备机，跟随 {primary}\n  副本在 {folder}；情况见 {links}\n"
              "  主机坏了：在本机另开终端输入 limelight promote {event}，或在这里输入 promote 回车。\n",
              "\nLimelight follows {primary}\n  its copy is in {folder}; see {links}\n"
              "  If the server is lost: type limelight promote {event} in another terminal here,"
              " or the word promote and Enter in this one.\n"),
    "stopped": ("备机已停止。副本在 {folder}。", "The follower has stopped. Its copy is in {folder}."),
    "older": ("{primary} 上的演出比本机的旧：本机不跟随它。",
              "the show at {primary} is older than this copy: this machine does not follow it."),
    "still_follows": ("{event} 是 {primary} 的备机副本："
                      "请用 limelight follow 继续跟随，或先用 limelight promote {event} 接管。",
                      "{event} is a copy that follows {primary}: go on with limelight follow, or take the show"
                      " over with limelight promote {event} first."),
    # a primary that comes back
    "gone_on": ("{other} 已接着运行这场演出，本机不启动。两条路：\n"
                "  limelight follow {other} {event}   作它的备机（本机记录归档，不删除）\n"
                "  limelight serve {event} --truth    以本机为准（那台机器停止应答，其记录归档，不删除）",
                "{other} has gone on with this show, so this machine does not start. Two ways on:\n"
                "  limelight follow {other} {event}   to follow it (what is here is archived, never deleted)\n"
                "  limelight serve {event} --truth    this one is true (the other acknowledges nothing more,"
                " and archives what it has)"),
}  # fmt: skip
