/** Questions and answers: the same picture as the talk, with its own clock and who asks. */
export { default } from "./talk.js";
