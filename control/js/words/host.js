/** The words of the host's page. */
export const HOST_WORDS = {
  hostTitle: ["主持人 · 聚光", "Host · Limelight"],
  hostNow: ["台上", "On stage"],
  hostNext: ["下一个", "Next"],
  hostAfter: ["然后", "Then"],
  hostWaiting: ["成绩核对中", "The score is being checked"],
  hostReady: ["可以宣布", "Ready to be read"],
  hostTold: ["已公布", "Announced"],
  hostStep: ["台上　第 {n} / {of} 步", "On stage, step {n} of {of}"],
  hostComing: ["下一步　还没有上屏", "Next, not on the screens yet"],
  hostLast: ["颁奖到此结束", "This was the last award"],
};
