/** The words of the desk of scorer and supervisor. */
export const DESK_WORDS = {
  deskTitle: ["计分台", "Desk"],
  role_scorer: ["计分员", "Scorer"],
  role_supervisor: ["监督员", "Supervisor"],
  role_operator: ["导播", "Operator"],
  signOut: ["退出登录", "Sign out"],
};
