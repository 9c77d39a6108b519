/** The few words that screens add of their own, Chinese and English. {…} is filled in. */
const WORDS = {
  soon: ["即将开始", "Starting soon"],
  starts_at: ["{time} 开始", "Starts at {time}"],
  resumes_at: ["{time} 继续", "Resumes at {time}"],
  break: ["中场休息", "Intermission"],
  please_wait: ["请稍候", "One moment, please"],
  now: ["现在", "Now"],
  next: ["下一个", "Next"],
  after: ["随后", "Then"],
  next_up: ["即将出场", "Coming up"],
  talk: ["汇报", "Presentation"],
  qa: ["答辩", "Q & A"],
  over: ["超时", "Overtime"],
  time_up: ["时间到", "Time is up"],
  paused: ["暂停", "Paused"],
  ready: ["准备", "Ready"],
  remaining: ["剩余时间", "Time left"],
  judge: ["评委", "Judge"],
  judges: ["评委席", "The judges"],
  seat: ["{seat} 号评委", "Judge {seat}"],
  rules: ["比赛规则与评分标准", "Rules and criteria"],
  minute_unit: ["分钟", "min"],
  trim: ["去掉 {high} 个最高分、{low} 个最低分，取平均分", "Highest {high} and lowest {low} dropped, then the mean"],
  trim_sum: ["去掉 {high} 个最高分、{low} 个最低分，其余相加", "Highest {high} and lowest {low} dropped, the rest added up"],
  sum_of_all: ["全部评委打分相加", "All judges' marks added up"],
  mean_of_all: ["取全部评委平均分", "The mean of all judges"],
  decimals: ["保留 {count} 位小数", "{count} decimals"],
  range: ["每位评委 {minimum}–{maximum} 分", "Each judge gives {minimum}–{maximum}"],
  example: ["示例规则", "Example rules"],
  judge_unit: ["位", ""],
  judges_count: ["评委", "Judges"],
  points: ["分", "points"],
  entry: ["{order} 号", "No. {order}"],
  score: ["得分", "Score"],
  rank: ["第 {rank} 名", "Rank {rank}"],
  top: ["实时排名", "Standings"],
  message: ["导播提示", "Message"],
  session_starts: ["{time} 开始", "From {time}"],
  clock: ["当前时间", "Time"],
  nobody: ["暂无", "None"],
  scoring: ["评委打分", "Scoring"],
  marking: ["评委打分中", "The judges are marking"],
  practice: ["主要做法", "What was done"],
  progress: ["推进过程", "How it went"],
  effect: ["项目成效", "What came of it"],
  asks: ["{name} 提问", "{name} asks"],
  high: ["去掉最高分", "Highest out"],
  recused: ["回避", "Recused"],
  absent: ["未到", "Absent"],
  unsubmitted: ["未提交", "No marks"],
  abstained: ["弃权", "Abstained"],
  revoked: ["撤销", "Revoked"],
  low: ["去掉最低分", "Lowest out"],
  mean: ["平均分", "Mean"],
  sum: ["合计", "Sum"],
  deduction: ["扣分", "Deduction"],
  final: ["得分", "Score"],
  score_coming: ["即将亮分", "The score, now"],
  previous_score: ["上一项目得分", "The entry before"],
  ranked: ["已公布 {n} / {of}", "{n} of {of} revealed"],
  top_n: ["前 {n} 名", "Top {n}"],
  not_yet: ["尚未公布成绩", "No score has been revealed yet"],
  presented_by: ["颁奖", "Presented by"],
  ceremony: ["颁奖典礼", "Awards Ceremony"],
  suspense: ["前三名　即将揭晓", "The top three are next"],
  place: ["第 {rank} 名", "No. {rank}"],
  joint: ["并列", "Joint"],
  draw: ["抽签", "Draw"],
  draw_pool: ["{n} 个项目待抽出场顺序", "{n} entries to be drawn"],
  draw_seed: ["出场顺序　种子 {seed}", "Running order, from the seed {seed}"],
  test: ["测试画面", "Test card"],
  withdrawn: ["弃权", "Withdrawn"],
  sound_on: ["打开声音", "Sound on"],
  as_announced: ["名次与成绩以现场公布为准", "Ranks and scores as announced in the hall"],
  exhibition: ["展演", "Exhibition"],
};

/** @returns {(key: string, params?: Record<string, *>) => string} an unknown key shows itself */
export function sayer(lang) {
  const column = lang === "en" ? 1 : 0;
  return (key, params = {}) =>
    (WORDS[key]?.[column] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(params[name] ?? ""));
}

// What a scene is called where its cue's title alone would not say it.
const CALLED = {
  judge: "judge",
  judges: "judges",
  rules: "rules",
  ranking: "top",
  draw: "draw",
  ceremony: "ceremony",
};

/** What goes on that is no entry's, in words: 实时排名 · 发展提质. Empty where there is nothing to say. */
export function goingOn({ scene, title }, say) {
  const words = [CALLED[scene] && say(CALLED[scene]), title].filter(Boolean);
  return [...new Set(words)].join(" · ");
}

export { WORDS };
