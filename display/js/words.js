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
  mean_of_all: ["取全部评委平均分", "The mean of all judges"],
  decimals: ["保留 {count} 位小数", "{count} decimals"],
  range: ["每位评委 {minimum}–{maximum} 分", "Each judge gives {minimum}–{maximum}"],
  example: ["示例规则", "Example rules"],
  judge_unit: ["位", ""],
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
  test: ["测试画面", "Test card"],
  withdrawn: ["弃权", "Withdrawn"],
  exhibition: ["展演", "Exhibition"],
};

/** @returns {(key: string, params?: Record<string, *>) => string} an unknown key shows itself */
export function sayer(lang) {
  const column = lang === "en" ? 1 : 0;
  return (key, params = {}) =>
    (WORDS[key]?.[column] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(params[name] ?? ""));
}

export { WORDS };
