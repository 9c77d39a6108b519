/**
 * A screen that the operator pairs: its word in a corner while it is asked for, and the cookie that makes its
 * browser a screen of the hall. Loaded when the server asks, so that no page carries it otherwise.
 */
import { h } from "./dom.js";
import { style } from "./style.js";

let word = null;
let until = 0;

/** @param {{type: string, word?: string, seconds?: number, ticket?: string}} message identify or pair */
export async function asked(message) {
  if (message.type === "identify") return identify(message);
  hide();
  // A ticket that comes to nothing is asked for again by the operator: nothing is ever said on the wall.
  return fetch("/api/pair", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ticket: message.ticket }),
  }).catch(() => null);
}

async function identify({ word: text, seconds }) {
  await style("../css/pairing.css", import.meta.url);
  hide();
  word = h("div", { class: "pairing__word" }, text);
  document.body.append(word);
  until = setTimeout(hide, seconds * 1000);
}

function hide() {
  clearTimeout(until);
  word?.remove();
  word = null;
}
