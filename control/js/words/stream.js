/** The words of what leaves the stage: to the speaker's monitor, and to remote viewers. */
export const STREAM_WORDS = {
  message: ["返送屏留言", "Message to the monitor"],
  send: ["发送", "Send"],
  remove_message: ["撤下", "Remove"],
  streamDelay: ["直播延时（秒）", "Stream delay (s)"],
  streamDelaySet: ["设定", "Set"],
  streamDelayAuto: ["自动", "Automatic"],
  streamDelayHint: [
    "远程观看页的叠加和计时晚这么多，与直播画面同步。自动：由播放器或赛事文件决定。",
    "The overlay and clock of remote viewers are held back this long, in step with the stream. " +
      "Automatic: as the player or the event file says.",
  ],
};
