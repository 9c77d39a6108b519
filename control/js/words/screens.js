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
  pairScreen: ["配对", "Pair"],
  unpair: ["取消配对", "Unpair"],
  unpairNote: ["这台屏幕继续显示画面，但不再计入「在播」。", "It goes on showing its picture, and no longer counts."],
  renameScreen: ["改名", "Rename"],
  screenName: ["屏幕名称", "Name of the screen"],
};
