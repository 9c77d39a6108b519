"""Words of the pages that the server makes: signing in, addresses that lead nowhere, the list of people."""

from __future__ import annotations

WORDS = {
    "wrong_code": ("口令不对，请再试一次", "That is not one of the codes; try again"),
    "too_many_tries": ("试得太多：{seconds} 秒内最多 {tries} 次", "Too many: at most {tries} in {seconds} seconds"),
    "many_try": ("此刻尝试登录的人太多，请 {seconds} 秒后再试",
                 "Too many are trying to sign in just now; try again in {seconds} seconds"),
    "no_output": ("没有名为「{name}」的画面。现有：{known}", "There is no output “{name}”. There are: {known}"),
    "standby": ("本机待命：演出在 {writer} 上进行，请到那台机器上操作。它停下时，本机自动接管",
                "This machine is on standby: {writer} runs the show, work there. When it stops, this one takes over"),
    "no_preview": ("这里只有公开画面；预监在演出所在的机器上看",
                   "Public pictures only are shown here; see previews on the machine that runs the show"),
    "no_page": ("没有这个页面", "There is no such page"),
    "bad_request": ("这个请求不对：{why}", "This request is not right: {why}"),
    "not_ours": ("请从本页操作", "Use the buttons of this page"),
    # screens
    "no_screen": ("没有这块屏幕，它可能刚刚离开", "There is no such screen; it may just have left"),
    "too_many_screens": ("最多配对 {most} 块屏幕", "At most {most} screens can be paired"),
    "not_paired": ("没有保存，磁盘有问题：{why}", "Not kept, the disk has trouble: {why}"),
    "no_rehearsal": ("只能在彩排模式下进行，且一次只能进行一遍", "In rehearsal mode only, and one run at a time"),
    # people and their links
    "no_person": ("没有这个人", "There is nobody of that name"),
    "unseen": ("姓名里有看不见的字符 {found}，请删去", "The name holds invisible characters {found}: delete them"),
    "no_name": ("姓名要 1–{most} 个字", "A name has 1 to {most} characters"),
    "code_not_kept": (
        "口令已失效，已登录的设备已退出；但磁盘没有记下，重启后旧口令又能用。请腾出磁盘空间，再操作一次",
        "The code has ended and its devices are signed out, but the disk did not keep that: "
        "after a restart the old code opens again. Free the disk, then do this again",
    ),
    "too_many_people": ("最多 {most} 人", "At most {most} people"),
    "dead_link": ("这个链接已失效，请向导播要新的", "This link is no longer good; ask the operator for another"),
    "wait": ("试得太多，请一分钟后再试", "Too many tries; wait a minute"),
    # devices and tokens
    "no_device": ("没有这台设备，可能已经退出", "There is no such device; it may have been signed out already"),
    "no_token": ("没有这个令牌，可能已经到期", "There is no such token; it may have ended already"),
    "not_kept": ("已退出，但磁盘没有存下：服务器重启后它会恢复登录。请检查磁盘空间",
                 "Signed out, but the disk did not take it: it is signed in again after a restart. Check the disk"),
    "token_stays": ("令牌没有收回（{why}）：请检查磁盘", "The token is not revoked ({why}): check the disk"),
}  # fmt: skip
