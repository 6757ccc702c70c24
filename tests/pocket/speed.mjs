// How soon pages can be used on a processor six times slower: node speed.mjs PAGE… Their openings take turns.
// Writes for each the medians in milliseconds, as JSON: painted (anything), usable (the first screen is painted and its
// boxes may be ticked), whole (every text is read), found (the first search, its index included, is answered).
import { pathToFileURL } from "node:url";
import { start } from "./engines.mjs";

const ROUNDS = 5;
const told = process.argv.slice(2).map((path) => ({ path, painted: [], usable: [], whole: [], found: [] }));
const browser = await start("chromium");

function watch() {
  window.times = {};
  const seen = new MutationObserver(() => {
    if (!document.documentElement?.dataset.ready) return;
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.times.usable = performance.now(); }));
  });
  seen.observe(document, { attributes: true, childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", () => { window.times.whole = performance.now(); });
}

/** Types a question and waits for its answers, in the page, so that nothing but the page is measured. */
function search() {
  location.hash = "chercher";
  const asked = () => document.querySelector("main input[type=search]");
  const begin = performance.now();
  const look = () => {
    if (!asked()) return setTimeout(look);
    asked().value = "commission ess";
    asked().form.requestSubmit();
    window.times.found = performance.now() - begin;
  };
  look();
}

try {
  for (let round = 0; round <= ROUNDS; round++) {
    for (const one of told) {
      const tab = await browser.tab();
      await tab.size(360, 740);
      await tab.page.emulateCPUThrottling(6);
      await tab.page.evaluateOnNewDocument(watch);
      await tab.go(pathToFileURL(one.path).href);
      await tab.until(() => window.times.usable && window.times.whole);
      await tab.run(search);
      await tab.until(() => window.times.found);
      const times = await tab.run(() => ({ ...window.times,
        painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0 }));
      if (round) for (const [name, value] of Object.entries(times)) one[name].push(value); // the first opening warms the browser
      await tab.close();
    }
  }
} finally {
  await browser.close();
}
const middle = (values) => Math.round(values.sort((a, b) => a - b)[Math.floor(values.length / 2)]);
process.stdout.write(JSON.stringify(told.map(({ path, ...times }) =>
  ({ path, ...Object.fromEntries(Object.entries(times).map(([name, values]) => [name, middle(values)])) }))));
