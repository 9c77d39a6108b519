/** The words of the page of people that its script writes. */
export const PEOPLE_WORDS = {
  devicesNone: ["本次启动后未登录", "Not seen since the server started"],
  devicesOne: ["{n} 台设备在线", "{n} device connected"],
  devicesMany: ["{n} 台设备在线", "{n} devices connected"],
  lastSeen: ["最近在线 {time}", "Last seen {time}"],
};
