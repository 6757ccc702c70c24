// A disk that fills up while the page is open, and has room again: node full.mjs ENGINE PAGE DISK (a small disk of its own)
import assert from "node:assert/strict";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { start } from "./engines.mjs";

const [engine, path, disk] = process.argv.slice(2);
const NOTE = "[data-tick] textarea", NAMES = ["Anne", "fin mars"];
const isReady = () => document.documentElement.dataset.ready === "yes";
const told = (wanted) => document.querySelector("#told").textContent.includes(wanted);
const browser = await start(engine, { userDataDir: `${disk}/profile` });

function fill() {
  const file = openSync(`${disk}/filler`, "a");
  for (const size of [65536, 1]) {
    try {
      while (writeSync(file, Buffer.alloc(size))) ;
    } catch (error) {
      assert.equal(error.code, "ENOSPC");
    }
  }
  closeSync(file);
}

async function write(tab, letter) {
  await tab.run((found, wanted) => {
    const field = document.querySelector(found);
    field.value = wanted.repeat(15000);
    field.dispatchEvent(new Event("input"));
    field.dispatchEvent(new Event("change"));
  }, NOTE, letter);
}

try {
  const tab = await browser.tab();
  await tab.size(360, 740);
  await tab.go(`${pathToFileURL(path).href}#elu-commission`);
  await tab.until(isReady);
  await tab.tap("[data-tick] .tick input");
  await tab.until(told, "fait");
  assert.equal(await tab.run(() => document.querySelector("#alerts").textContent), "");
  for (const letter of "abcklm") { // a browser may hold back the first, and make room by what it kept of its own
    fill();
    await write(tab, letter);
    await tab.until(told, "c’est noté");
    if (await tab.run(told, "Pas encore gardé")) break;
  }
  assert.match(await tab.run(() => document.querySelector("#told").textContent), /Pas encore gardé/);
  assert.match(await tab.run(() => document.querySelector("#alerts").textContent), /plus de place/);
  await tab.run((names) => { // two fields written at once, both refused
    const fields = [...document.querySelectorAll("[data-tick] input[type=text]")];
    fields.forEach((field, at) => { field.value = names[at]; });
    for (const kind of ["input", "change"]) fields.forEach((field) => field.dispatchEvent(new Event(kind)));
  }, NAMES);
  await tab.until(() => document.querySelector("#told").textContent.startsWith("Pour quand"));
  rmSync(`${disk}/filler`);
  for (const letter of "defghij") { // and may look at the disk again only after a while
    await write(tab, letter);
    await tab.until((wanted) => document.querySelector("#told").textContent.includes("c’est noté") &&
      document.querySelector("textarea").value[0] === wanted, letter);
    if (await tab.run(() => document.querySelector("#alerts").textContent) === "") break;
  }
  assert.equal(await tab.run(() => document.querySelector("#alerts").textContent), "");
  const last = await tab.run((found) => document.querySelector(found).value, NOTE);
  await tab.reload();
  await tab.until(isReady);
  await tab.until((found, wanted) => document.querySelector(found)?.value === wanted, NOTE, last);
  assert.ok(await tab.run(() => document.querySelector("[data-tick] .tick input").checked));
  assert.deepEqual(await tab.run(() => [...document.querySelectorAll("[data-tick] input[type=text]")].map((one) => one.value)), NAMES);
} finally {
  await browser.close();
}
process.stdout.write("{}");
