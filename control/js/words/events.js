/** What was done and what was asked, in words: the log's events, the undo key, the commands. Pure. */
import { nameOf } from "../shared/names.js";

/** Every event of the journal by its name there, and how it is called: `{what}` is what it was about. */
export const DEEDS = {
  Opened: ["开始记录", "journal begun"],
  Taken: ["播出 {what}", "take {what}"],
  TakenAward: ["颁奖 {what}", "award {what}"],
  Previewed: ["预监 {what}", "preview {what}"],
  Overridden: ["{what}", "{what}"],
  Frozen: ["冻结或解除冻结", "freeze or unfreeze"],
  ElementPut: ["上叠加 {what}", "put {what}"],
  ElementCleared: ["清除叠加 {what}", "clear {what}"],
  Undone: ["撤销：{what}", "undo: {what}"],
  TimerSet: ["计时 {what}", "clock {what}"],
  StreamDelayed: ["直播延时 {what}", "stream delay {what}"],
  PresetSent: ["预设留言 {what}", "preset message {what}"],
  MessageSet: ["返送屏留言 {what}", "message to the monitor {what}"],
  ScoringChosen: ["打分项目 {what}", "scoring {what}"],
  MarksEntered: ["录分 {what}", "marks of {what}"],
  Deducted: ["扣分 {what}", "deduction of {what}"],
  Confirmed: ["确认成绩 {what}", "confirm {what}"],
  Unconfirmed: ["退回修改 {what}", "reopen {what}"],
  Corrected: ["更正成绩 {what}", "correct {what}"],
  CriteriaEntered: ["录入分项 {what}", "criteria of {what}"],
  MarksDrafted: ["评委草稿 {what}", "draft of {what}"],
  MarksSubmitted: ["评委提交 {what}", "submitted {what}"],
  MarksWithdrawn: ["评委撤回 {what}", "withdrew {what}"],
  JudgeExcused: ["评委不计入或恢复 {what}", "judge left out or in {what}"],
  JudgesAccepted: ["确认评委人数 {what}", "accepted judges of {what}"],
  PartGiven: ["录入 {what}", "given part of {what}"],
  Checked: ["复核 {what}", "checked {what}"],
  Unchecked: ["撤回复核 {what}", "took back the check of {what}"],
  CorrectionProposed: ["提出更正 {what}", "proposed a correction of {what}"],
  CorrectionRejected: ["不予更正 {what}", "did not correct {what}"],
  TieBroken: ["并列决定 {what}", "parted a tie in {what}"],
  Armed: ["预备亮分 {what}", "arm {what}"],
  Disarmed: ["取消预备 {what}", "disarm {what}"],
  Revealed: ["亮分 {what}", "reveal {what}"],
  Hidden: ["重新遮住 {what}", "hide {what}"],
  EntryEdited: ["修改项目 {what}", "edit entry {what}"],
  EligibilitySet: ["参赛状态 {what}", "eligibility of {what}"],
  BroughtBack: ["重新出场 {what}", "brought back {what}"],
  JudgeEdited: ["修改评委 {what}", "edit judge {what}"],
  EntriesImported: ["导入表格 {what}", "table {what} imported"],
  SegmentMoved: ["移动段落 {what}", "move segment {what}"],
  CueMoved: ["移动 {what}", "move {what}"],
  CueSkipped: ["跳过或恢复 {what}", "skip or unskip {what}"],
  CueExtended: ["改时长 {what}", "planned time of {what}"],
  CueAdded: ["插入 {what}", "insert {what}"],
  Drawn: ["抽签 {what}", "draw {what}"],
  CeremonyPlanned: ["颁奖次序", "ceremony's order"],
  CeremonyLocked: ["锁定颁奖方案", "lock the ceremony"],
  CeremonyUnlocked: ["解锁颁奖方案", "unlock the ceremony"],
  CeremonyStepped: ["颁奖第 {what} 步", "ceremony, step {what}"],
  CeremonyReturned: ["颁奖退回第 {what} 步", "ceremony, back to step {what}"],
  CeremonyMoved: ["颁奖动作：{what}", "ceremony's motion: {what}"],
  PresentersSet: ["颁奖人 {what}", "presenters of {what}"],
  QuotaSet: ["名额 {what}", "quota of {what}"],
  PrizeAdded: ["增加单项奖 {what}", "add prize {what}"],
  PrizeRemoved: ["去掉单项奖", "leave a prize out"],
  MarksInvented: ["彩排虚拟分数 {what} 项", "invented marks of {what} entries"],
  CueRemoved: ["删除 {what}", "remove {what}"],
};

/** Every command that the panel sends, for the line that says what became of it. */
export const ASKED = {
  take: ["播出", "TAKE"],
  go: ["GO", "GO"],
  preview: ["预监", "Preview"],
  hold: ["安全画面", "HOLD"],
  black: ["黑场", "BLACK"],
  freeze: ["冻结", "FREEZE"],
  put: ["上叠加", "PUT"],
  clear: ["清除叠加", "CLEAR"],
  undo: ["撤销", "UNDO"],
  timer_start: ["计时开始", "Clock start"],
  timer_pause: ["计时暂停", "Clock pause"],
  timer_reset: ["计时复位", "Clock reset"],
  timer_adjust: ["计时加减", "Clock adjustment"],
  timer_load: ["载入计时", "Clock load"],
  message: ["返送屏留言", "Message"],
  message_preset: ["预设留言", "Preset message"],
  stream_delay: ["直播延时", "Stream delay"],
  score_entry: ["选择打分项目", "Scoring entry"],
  enter_marks: ["录分", "Mark"],
  deduct: ["扣分", "Deduction"],
  confirm: ["确认成绩", "Confirm"],
  unconfirm: ["退回修改", "Reopen"],
  correct: ["更正", "Correct"],
  draft_marks: ["草稿", "Draft"],
  submit_marks: ["提交评分", "Submission"],
  withdraw_marks: ["撤回评分", "Withdrawal"],
  enter_criteria: ["录分项", "Criteria"],
  excuse: ["评委计入", "Judge left out"],
  accept_judges: ["确认评委人数", "Accepted judges"],
  give: ["录入部分得分", "Given part"],
  check: ["复核", "Check"],
  uncheck: ["撤回复核", "Uncheck"],
  approve_correction: ["批准更正", "Approve correction"],
  reject_correction: ["不予更正", "Reject correction"],
  break_tie: ["并列决定", "Tie"],
  arm: ["预备亮分", "Arm"],
  disarm: ["取消预备", "Disarm"],
  reveal: ["亮分", "REVEAL"],
  hide: ["重新遮住", "Hide"],
  edit_entry: ["修改项目", "Entry edit"],
  set_eligibility: ["参赛状态", "Eligibility"],
  edit_judge: ["修改评委", "Judge edit"],
  bring_back: ["重新出场", "Bring back"],
  move_segment: ["移动段落", "Segment move"],
  move_cue: ["移动", "Cue move"],
  skip: ["跳过", "Skip"],
  extend: ["改时长", "Planned time"],
  add_cue: ["插入", "Insert"],
  draw: ["抽签", "Draw"],
  remove_cue: ["删除", "Remove"],
  plan_ceremony: ["颁奖次序", "Order"],
  lock_ceremony: ["锁定颁奖", "Lock"],
  unlock_ceremony: ["解锁颁奖", "Unlock"],
  set_presenters: ["颁奖人", "Presenters"],
  set_quota: ["名额", "Quota"],
  add_prize: ["单项奖", "Prize"],
  remove_prize: ["去掉单项奖", "Prize left out"],
  ceremony_back: ["上一步", "Back"],
  ceremony_jump: ["跳到", "Jump"],
  ceremony_complete: ["完成动作", "Complete"],
  ceremony_pause: ["暂停或继续", "Pause"],
  ceremony_speed: ["速度", "Speed"],
  invent_marks: ["虚拟分数", "Invented marks"],
  switch_mode: ["切换模式", "Mode"],
  restart_rehearsal: ["重新开始彩排", "Restart rehearsal"],
};

/**
 * An action in words: `{did: "Taken", what: "", of: ["07.talk"]}` → "播出 07 汇报 · 市审计局".
 * @typedef {{did: string, what: string, of: string[] | Action}} Action what was done (the event's name), the
 *   way that it went, and the ids that it was about; of an undo, the action that was undone
 * @param {import("../shared/names.js").Panel} panel
 * @param {Action} action
 */
export function deed(panel, action) {
  const { did, what, of } = action;
  if (did === "Undone") return panel.say("deed_Undone", { what: deed(panel, of) });
  const key = did === "Taken" && what === "award" ? "deed_TakenAward" : `deed_${did}`;
  return panel.say(key, { what: aboutWhat(panel, action) });
}

const PLAIN = new Set(["CeremonyStepped", "CeremonyReturned", "MarksInvented", "StreamDelayed"]);

function aboutWhat(panel, { did, what, of }) {
  const [first = "", second = ""] = of;
  if (did === "Overridden") return panel.say(what === "off" ? `over_${first}_off` : `over_${what}`);
  if (did === "ElementPut" || did === "ElementCleared")
    return panel.say(first === "all" ? "everyElement" : first);
  if (did === "MessageSet" || did === "PresetSent")
    return first ? `「${first}」` : panel.say("remove_message");
  if (did === "TimerSet") return words(panel.say(`clock_${what}`), first, second && panel.say(second));
  if (did === "CeremonyMoved") return panel.say(`moved_${what}`);
  if (did === "PresentersSet" || did === "QuotaSet") return awardName(panel, first);
  if (PLAIN.has(did)) return first;
  return words(...of.map((id) => nameOf(panel, id)));
}

const words = (...parts) => parts.filter(Boolean).join(" ");

function awardName({ view }, id) {
  const known = [...(view.settings?.awards ?? []), ...(view.ceremony?.prizes ?? [])];
  return known.find((one) => one.id === id)?.title ?? id;
}

const named = (prefix, table) =>
  Object.fromEntries(Object.entries(table).map(([name, pair]) => [`${prefix}_${name}`, pair]));

/** The tables above as words of the panel. */
export const DEED_WORDS = {
  ...named("deed", DEEDS),
  ...named("do", ASKED),
  over_holding: ["安全画面", "HOLD"],
  over_black: ["黑场", "BLACK"],
  over_holding_off: ["恢复画面", "HOLD released"],
  over_black_off: ["取消黑场", "BLACK off"],
  over__off: ["恢复画面", "released"],
  moved_complete: ["立即完成", "completed"],
  moved_pause: ["暂停", "paused"],
  moved_resume: ["继续", "resumed"],
  moved_speed: ["变速", "speed"],
  everyElement: ["全部", "every element"],
  clock_load: ["载入", "load"],
  clock_start: ["开始", "start"],
  clock_pause: ["暂停", "pause"],
  clock_reset: ["复位", "reset"],
  clock_adjust: ["加减", "adjust"],
};
