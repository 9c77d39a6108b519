/** The words of the draw. */
export const DRAW_WORDS = {
  drawSeed: [
    "种子（公证员口述；留空由系统生成）",
    "Seed (spoken by the notary; left empty, the server makes one)",
  ],
  drawApart: ["同一上级单位不相邻", "Entries of one parent unit not next to each other"],
  drawHint: [
    "按下即公布：先在流程里插入「抽签」画面并播出，现场就能看到滚动。",
    "It is public at once: insert and take a “Draw” cue first, and the hall sees it roll.",
  ],
  drawAgain: [
    "这一场已经抽过签，两次都留在记录里。再抽的原因：",
    "This session has been drawn; both stay in the record. Why again:",
  ],
  drawCopy: ["复制种子", "Copy the seed"],
  drawCopied: ["已复制", "Copied"],
  drawRecord: ["打印抽签记录", "Print the record"],
  drawNear: ["无法全部隔开：{pairs}", "Could not all stand apart: {pairs}"],
  drawUndone: ["已撤销", "taken back"],
  drawSeen: ["现场已看到", "seen"],
  drawAskUndo: [
    "撤销这次抽签，恢复原来的顺序？记录里仍会保留，再抽要写原因。",
    "Take this draw back, and the order as it was? It stays in the record, and another needs a reason.",
  ],
  drawLine: ["{session}　{order}", "{session}: {order}"],
};
