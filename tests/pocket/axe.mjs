// Every kind of view in each theme, judged by axe-core: node axe.mjs PAGE FOLDER. Writes the violations as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { start } from "./engines.mjs";

const [path, pictures] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const VIEWS = ["debut", "lire", "chercher", "agir", "elu-designe", "elu-commission", "dossier", "glossaire", "les-sources",
  "chiffres-nouvelle-aquitaine", "soutenir-association", "la-fiche-du-maire", "listes", "inconnue"];
const browser = await start("chromium");
const found = [];
try {
  const tab = await browser.tab();
  await tab.size(360, 740);
  await tab.go(pathToFileURL(path).href);
  await tab.until(() => document.documentElement.dataset.ready === "yes");
  await tab.run(axe);
  for (const theme of ["light", "dark", "contrast"]) {
    await tab.run((wanted) => { document.documentElement.dataset.theme = wanted; }, theme);
    for (const view of VIEWS) {
      await tab.run((wanted) => { location.hash = wanted; }, view);
      await tab.until((wanted) => location.hash === `#${wanted}` && document.querySelector("h1"), view);
      if (view === "chercher") {
        await tab.run(() => { document.querySelector("input[type=search]").value = ""; });
        await tab.type("input[type=search]", "commerce");
        await tab.until(() => document.querySelectorAll(".hits li").length > 3);
      }
      if (view === "elu-designe") {
        await tab.tap(".tick input");
        await tab.until(() => document.querySelector("#told").textContent !== "");
        await tab.run(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
      }
      const { violations } = await tab.run(() => axe.run(document, { runOnly: { type: "tag",
        values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } }));
      for (const { id, help, nodes } of violations) found.push([theme, view, id, help, nodes.slice(0, 3).map((one) => one.html)]);
      if (pictures) await tab.look(`${pictures}/${theme}-${view}.png`);
    }
  }
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(found));
