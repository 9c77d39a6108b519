/** The words of the page of those who look on. */
export const VIEWER_WORDS = {
  viewerTitle: ["观察 · 聚光", "Viewer · Limelight"],
  viewerNow: ["现在", "Now"],
  viewerComing: ["接下来", "Coming"],
  viewerRanking: ["已公布的成绩", "Announced so far"],
  viewerNone: ["还没有", "nothing yet"],
};
