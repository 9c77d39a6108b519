/** A scene's own style sheet, loaded when the scene is: rare scenes cost a page nothing before they come. */
import { h } from "./dom.js";

/**
 * @param {string} name the sheet's file
 * @param {string} base the address of the script that stands beside it
 */
export async function style(name, base) {
  if (document.querySelector(`link[href$="/${name}"]`)) return;
  const sheet = h("link", { rel: "stylesheet", href: new URL(name, base).href });
  await new Promise((done) => {
    sheet.onload = sheet.onerror = done;
    document.head.append(sheet);
  });
}
