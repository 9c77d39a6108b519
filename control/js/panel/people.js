/** The page of people: who is there now, a question before a card ends, and one card on paper. */
import { say } from "../words/say.js";

const EVERY_MS = 2000;
const main = document.querySelector(".people");
const { lang } = document.documentElement;

/** "2 devices connected", "Last seen 10:32:00", "Not seen since the server started". */
function words(devices, seen) {
  if (devices) return say(lang, devices > 1 ? "devicesMany" : "devicesOne", { n: devices });
  if (!seen) return say(lang, "devicesNone");
  const time = new Date(seen).toLocaleTimeString(lang === "en" ? "en-GB" : "zh-CN", { hour12: false });
  return say(lang, "lastSeen", { time });
}

function show(row, devices, seen) {
  const place = row.querySelector(".presence");
  const text = words(devices, seen);
  if (place.textContent !== text) place.textContent = text;
  place.classList.toggle("here", devices > 0);
}

async function look() {
  const answer = await fetch("/api/people").catch(() => null);
  if (answer?.status === 401) location.reload(); // signed out: the page says so better
  if (!answer?.ok) return;
  for (const one of (await answer.json()).people) {
    const row = document.getElementById(one.id);
    if (row) show(row, one.devices, one.seen);
  }
}

main.addEventListener("submit", (event) => {
  const { ask } = event.target.dataset;
  if (ask && !confirm(ask)) event.preventDefault();
});

main.addEventListener("click", (event) => {
  const row = event.target.closest(".print-one")?.closest(".row");
  if (!row && event.target.id !== "print") return;
  row?.classList.add("chosen");
  main.toggleAttribute("data-only", Boolean(row));
  print();
});

addEventListener("afterprint", () => {
  main.removeAttribute("data-only");
  main.querySelector(".chosen")?.classList.remove("chosen");
});

for (const row of main.querySelectorAll(".row")) {
  const { devices, seen } = row.querySelector(".presence").dataset;
  show(row, Number(devices), Number(seen));
}
setInterval(() => !document.hidden && look(), EVERY_MS);
