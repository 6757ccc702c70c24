// What a page does where it may keep nothing, or only in localStorage: node storage.mjs ENGINE PAGE
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { start } from "./engines.mjs";

const [engine, path, kept] = process.argv.slice(2);
const address = `${pathToFileURL(path).href}#elu-commission`;
const BOX = "[data-tick] .tick input";
const isReady = () => document.documentElement.dataset.ready === "yes";
const browser = await start(engine);
try {
  const tab = await browser.tab();
  await tab.size(360, 740);
  await tab.go(address);
  await tab.until(isReady);
  const said = await tab.run(() => document.querySelector("#alerts").textContent);
  assert.equal(/ne laisse rien garder/.test(said), kept === "nowhere", said);
  await tab.tap(BOX);
  await tab.until(() => document.querySelector("[data-tick] .pill").textContent === "fait");
  await tab.until(() => document.querySelector("#told").textContent !== "");
  await tab.reload();
  await tab.until(isReady);
  await tab.until(() => document.querySelector("[data-tick] .tick input:enabled"));
  assert.equal(await tab.run((box) => document.querySelector(box).checked, BOX), kept !== "nowhere");
} finally {
  await browser.close();
}
process.stdout.write("{}");
