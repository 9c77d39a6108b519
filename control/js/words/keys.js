/** The words of the panel's keys, for its list of them. */
export const KEY_WORDS = {
  key_go: ["GO：执行按钮所写的动作", "GO: does what the button says"],
  key_take: ["TAKE：播出预监", "TAKE: preview to program"],
  key_hold: ["安全画面，再按恢复", "HOLD; again releases"],
  key_black: ["黑场，再按恢复", "BLACK; again releases"],
  key_freeze: ["冻结或解除", "freeze or unfreeze"],
  key_undo: ["撤销", "undo"],
  key_clear: ["清除全部叠加元素", "clear every overlay element"],
  key_clock: ["计时开始或暂停", "start or pause the clock"],
  key_more: ["加 10 秒", "add 10 seconds"],
  key_less: ["减 10 秒", "take 10 seconds off"],
  key_previous: ["预监上一条", "preview the cue before"],
  key_next: ["预监下一条", "preview the cue after"],
  key_segmentBack: ["预监上一段", "preview the segment before"],
  key_segmentOn: ["预监下一段", "preview the segment after"],
  key_marks: ["到打分表", "to the marks"],
  key_numbers: ["隐藏或显示全部数字", "hide or show every number"],
  key_lock: ["锁定或解锁", "lock or unlock"],
  key_edit: ["编辑或演出模式", "edit or show mode"],
  key_help: ["这张表", "this list"],
  helpNote: [
    "在输入框里快捷键无效：Esc 先离开输入框。F9 和 Shift+Esc 在任何地方都是安全画面。安全画面和黑场的键再按一次（一秒后）即恢复。",
    "Shortcuts are dead in fields: Esc leaves the field first. F9 and Shift+Esc are HOLD " +
      "anywhere. HOLD and BLACK pressed again, a second later, release.",
  ],
};
