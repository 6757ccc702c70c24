// The texts as the page's script makes them, and where no script runs: node reading.mjs ENGINE PAGE [--without-script]
// PAGE has no policy, so that the engine's own reader of HTML may be asked too. Writes how many texts were read, as JSON.
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { start } from "./engines.mjs";

const [engine, path, without] = process.argv.slice(2);
const browser = await start(engine);
let read = 0;
try {
  const tab = await browser.tab();
  await tab.size(360, 740);
  if (without) await tab.page.setJavaScriptEnabled(false);
  await tab.go(pathToFileURL(path).href);
  if (without) {
    read = await tab.run(() => document.querySelectorAll("#texts > .part").length);
    const shown = await tab.run(() => document.body.innerText);
    assert.match(shown, /rien ne s’y coche/);
    assert.match(shown, /Avoir une commission ESS/);
    assert.match(shown, /Glossaire/);
    assert.equal(await tab.run(() => document.querySelector("#places").offsetHeight), 0, "no button that does nothing");
    const lost = await tab.run(() => [...document.querySelectorAll("#texts a[href^='#']")].map((one) => one.hash.slice(1))
      .filter((id) => !document.getElementById(id)));
    assert.deepEqual(lost, []);
    assert.ok(await tab.run(() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth) <= 1);
  } else {
    await tab.until(() => document.readyState === "complete");
    const [known, other] = await tab.run(() => {
      const page = new DOMParser().parseFromString(document.getElementById("texts").textContent, "text/html");
      const parts = [...page.querySelectorAll(".part")];
      return [parts.length, parts.filter((part) =>
        elementsOf(textOf(part.id)).firstElementChild.outerHTML !== part.outerHTML).map((part) => part.id)];
    });
    assert.deepEqual(other, []);
    read = known;
  }
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(read));
