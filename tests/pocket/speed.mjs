// How soon the page can be used on a processor six times slower: node speed.mjs PAGE. Writes milliseconds as JSON.
import { pathToFileURL } from "node:url";
import { start } from "./engines.mjs";

const address = pathToFileURL(process.argv[2]).href;
const browser = await start("chromium");
const rounds = [];
try {
  for (let round = 0; round < 7; round++) {
    const tab = await browser.tab();
    await tab.size(360, 740);
    await tab.page.emulateCPUThrottling(6);
    await tab.page.evaluateOnNewDocument(() => {
      new MutationObserver(() => {
        if (document.documentElement?.dataset.ready && !window.readyAt) window.readyAt = performance.now();
      }).observe(document, { attributes: true, childList: true, subtree: true });
    });
    await tab.go(address);
    await tab.until(() => window.readyAt);
    rounds.push(await tab.run(() => [performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0, window.readyAt]));
    await tab.close();
  }
} finally {
  await browser.close();
}
const middle = (at) => rounds.map((one) => one[at]).sort((a, b) => a - b)[3];
process.stdout.write(JSON.stringify({ painted: Math.round(middle(0)), usable: Math.round(middle(1)) }));
