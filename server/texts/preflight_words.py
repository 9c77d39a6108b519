"""Words of the preflight: the machine and the screens the day before, each with what would mend it."""

from __future__ import annotations

WORDS = {
    # the machine
    "disk": ("磁盘：还有 {free} GB", "disk: {free} GB are free"),
    "disk_low": (
        "磁盘：只剩 {free} GB，请先腾出空间（至少 2 GB）",
        "disk: only {free} GB are free; make room (2 GB at least)",
    ),
    "disk_unknown": ("磁盘：查不到剩余空间，请手工查看", "disk: the system does not tell; look by hand"),
    "memory": ("内存：可用 {free} MB", "memory: {free} MB are free"),
    "memory_low": ("内存：可用只有 {free} MB，请关掉别的程序", "memory: only {free} MB are free; close other programs"),
    "memory_unknown": ("内存：系统没有提供，请手工查看", "memory: the system does not tell; look by hand"),
    "power": ("电源：已接外接电源", "power: on mains"),
    "power_battery": ("电源：正在用电池（{percent}%），请接上电源", "power: on battery ({percent}%); plug it in"),
    "power_saving": (
        "省电模式：处理器为「{governor}」，请改为高性能",
        "power saving: the processor runs “{governor}”; choose performance",
    ),
    "power_unknown": (
        "电源与休眠：系统没有提供，请手工确认已接电源、已关闭休眠和屏幕保护",
        "power and sleep: the system does not tell; check by hand that it is on mains and never sleeps",
    ),
    "zone": ("时区：与赛事一致（UTC{offset}）", "time zone: as the event's (UTC{offset})"),
    "zone_other": (
        "时区：本机为 UTC{offset}，赛事为 UTC{wanted}；页面按赛事的时区显示，请核对本机时间",
        "time zone: this machine has UTC{offset}, the event UTC{wanted}; pages go by the event's, check the clock here",
    ),
    "port": ("端口 {port}：空闲", "port {port}: free"),
    "port_ours": ("端口 {port}：聚光正在使用", "port {port}: Limelight listens there"),
    "port_taken": (
        "端口 {port}：被占用（可能是正在运行的聚光），请停止它或换一个端口",
        "port {port}: taken, perhaps by a Limelight that runs; stop that one or choose another port",
    ),
    "firewall_on": (
        "防火墙：{name} 已启用，请放行端口 {port}，再从另一台机器打开一次页面",
        "firewall: {name} is on; let port {port} through, and open a page from another machine once",
    ),
    "firewall_unknown": (
        "防火墙：从本机看不出来，请从另一台机器打开一次页面",
        "firewall: not to be seen from here; open a page from another machine once",
    ),
    "addresses": ("本机地址：{known}", "addresses: {known}"),
    "addresses_none": (
        "本机没有局域网地址：请接好网线或 Wi-Fi",
        "addresses: none on a network; plug in the cable or join the Wi-Fi",
    ),
    "fonts": ("字体：{count} 个文件齐全", "fonts: {count} files, all there"),
    "fonts_missing": ("字体：缺少 {missing}，请重新安装聚光", "fonts: {missing} missing; install Limelight again"),
    "media": ("素材：{count} 个文件，都能读取", "media: {count} files, all can be read"),
    "media_bad": ("素材：不能读取 {files}", "media: cannot be read: {files}"),
    # the screens
    "no_screen": ("没有计入的屏幕", "no screen that counts"),
    "only_unpaired": ("没有计入的屏幕；有 {unpaired} 个页面未配对",
                      "no screen that counts; pages that are not paired: {unpaired}"),
    "silent": ("还没有报告状态，请稍等再看", "has not reported yet; wait a little"),
    "well": ("正常", "well"),
    "pixels": (
        "像素 {found}，画面为 {wanted}：会缩放，请核对分辨率",
        "{found} pixels for a picture of {wanted}: it is scaled; check the resolution",
    ),
    "shape": ("比例与画面（{wanted}）不同：会留边", "another shape than the picture ({wanted}): there will be bars"),
    "clock": ("时钟误差可能有 {lag} 毫秒：请用网线", "its clock may be off by {lag} ms: use a cable"),
    "slow": ("往返 {trip} 毫秒：网络太慢，请用网线", "a round trip takes {trip} ms: the network is slow; use a cable"),
    "jerky": (
        "只有 {fps} 帧/秒：请打开硬件加速，关掉别的程序",
        "only {fps} frames a second: use hardware acceleration, close other programs",
    ),
    "locked": ("声音未解锁：请在该屏幕的页面上点一下", "its sound is locked: click on that screen's page once"),
    "hidden": ("页面被遮住或最小化", "the page is hidden or minimised"),
}  # fmt: skip
