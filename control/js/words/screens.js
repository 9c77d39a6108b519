/** The words of the screens of the hall: pairing, and how they are. */
export const SCREEN_WORDS = {
  onlyUnpaired: ["{n} 未配对", "{n} unpaired"],
  pairedNote: ["已配对 {n} 台：只有它们计入「在播」", "{n} paired: only these count as on air"],
  pairedNone: [
    "还没有配对屏幕：现在只有本机的屏幕计入「在播」。现场的每块屏幕请在这里配对一次。",
    "No screen is paired yet: only this machine's own count as on air. Pair each screen of the hall " +
      "here, once.",
  ],
  unpairedScreens: ["未配对的页面（任何人都能打开，不计入）", "Not paired (anybody can open one; not counted)"],
  identify: ["让它们显示暗号", "Show their words"],
  identifyNote: [
    "每块未配对的屏幕会在右下角显示自己的暗号 15 秒；观众也看得见，请在开场前做。",
    "Each unpaired screen shows its word at the lower right for 15 s. The audience sees it too: do it " +
      "before the show.",
  ],
  health: ["健康状况", "Health"],
  health_quiet: ["未知", "nothing known"],
  health_good: ["正常", "well"],
  health_warn: ["有提醒", "something wants an eye"],
  health_bad: ["有故障", "trouble"],
  health_server: ["服务器", "server"],
  health_journal: ["存盘", "journal"],
  health_redis: ["Redis", "Redis"],
  health_disk: ["磁盘", "disk"],
  healthUnknown: ["系统没有提供", "the system does not tell"],
  healthUnpaired: [
    "{n} 个页面未配对，不计入：请在「更多」里配对",
    "{n} pages that nobody has paired do not count: pair them under More",
  ],
  healthScreens: [
    "{showing}/{screens} 在播；往返 {trip} 毫秒，时钟误差不超过 {lag} 毫秒，{fps} 帧/秒（屏幕 {refresh}），累计掉帧 {dropped}",
    "{showing}/{screens} on air; round trip {trip} ms, clock within {lag} ms, {fps} frames a second " +
      "(the glass {refresh}), {dropped} dropped so far",
  ],
  healthServer: [
    "最慢响应 {loop} 毫秒，处理器 {cpu}%，内存 {memory} MB",
    "latest answer {loop} ms, {cpu}% of a core, {memory} MB of memory",
  ],
  healthJournal_durable: ["每一步都已存盘", "every step is on the disk"],
  healthJournal_doubt: [
    "磁盘没有确认最后的内容：断电会丢失，请检查磁盘",
    "the disk has not confirmed the last of it: a power cut would lose that; check the disk",
  ],
  healthJournal_damaged: [
    "记录文件已损坏，只能观看，不能操作：见终端里的说明",
    "the journal is damaged, and nothing can be operated: the terminal says what to do",
  ],
  healthJournal_none: ["本机没有记录演出", "this machine keeps no journal now"],
  healthRedis_none: ["单机运行，不用 Redis", "one machine alone, without Redis"],
  healthRedis_shared: ["Redis 与记录同步", "Redis has everything"],
  healthRedis_degraded: ["Redis 断开：现场照常，远程暂停更新", "Redis is away: the hall goes on, remote viewers wait"],
  healthRedis_diverged: ["Redis 中是另一份记录，未使用", "Redis holds another history, which is let be"],
  healthRedis_fenced: ["另一台机器已接管", "another machine has taken over"],
  healthRedis_standby: ["本机待命", "this machine is on standby"],
  healthDisk: ["保存演出的磁盘还有 {gigabytes} GB", "{gigabytes} GB are free where the show is kept"],
  preflight: ["赛前检查", "Preflight"],
  pairScreen: ["配对", "Pair"],
  unpair: ["取消配对", "Unpair"],
  unpairNote: ["这台屏幕继续显示画面，但不再计入「在播」。", "It goes on showing its picture, and no longer counts."],
  renameScreen: ["改名", "Rename"],
  screenName: ["屏幕名称", "Name of the screen"],
};
