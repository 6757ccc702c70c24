// Ten minutes with the page, as one élue spends them: node path.mjs ENGINE WIDTHxHEIGHT PAGE HOSTILE [--private]
// Writes what happened as JSON; anything that is not as it should be is an error.
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { start } from "./engines.mjs";

const [engine, size, path, hostile, privately] = process.argv.slice(2);
const [width, height] = size.split("x").map(Number);
const address = pathToFileURL(path).href;
const BOX = "[data-tick] .tick input", PILL = "[data-tick] .pill";

const inner = [];
const isReady = () => document.documentElement.dataset.ready === "yes";
const browser = await start(engine, { isPrivate: Boolean(privately) });

async function opened(hash = "") {
  const tab = await browser.tab();
  await tab.size(width, height);
  await tab.go(address + hash);
  await tab.until(isReady);
  inner.push(await tab.run(() => window.innerWidth));
  return tab;
}
const title = (tab) => tab.run(() => document.querySelector("h1").textContent);
const text = (tab, selector) => tab.run((found) => document.querySelector(found)?.textContent ?? null, selector);
const isTicked = (tab) => tab.run((found) => document.querySelector(found).checked, BOX);
const shows = (tab, words) => tab.until((wanted) => document.querySelector("h1").textContent.includes(wanted), words);
const place = async (tab, hash) => {
  await tab.run((wanted) => { location.hash = wanted; }, hash);
  await tab.until((wanted) => location.hash === `#${wanted}` && document.querySelector("h1"), hash);
};

try {
  const tab = await opened();
  assert.equal(await tab.run(() => document.querySelectorAll("#alerts > *").length), 0);

  // reads, by touch
  await tab.tap("#places a[href='#lire']");
  await shows(tab, "Lire");
  await tab.tap("main a[href='#raison-emplois']");
  await shows(tab, "Des emplois durables");
  await tab.tap("main a[href='#resistance-aux-crises']");
  await shows(tab, "résistance face aux crises");

  // searches
  await tab.tap("#places a[href='#chercher']");
  await shows(tab, "Chercher");
  await tab.type("input[type=search]", "commission ess");
  await tab.until(() => document.querySelectorAll(".hits li").length > 3);
  assert.equal(await text(tab, ".hits a"), "Avoir une commission ESS");
  await tab.tap(".hits a");
  await shows(tab, "1.1 Avoir une commission ESS");

  // ticks, takes back, gives another state, notes
  await tab.tap(BOX);
  await tab.until((pill) => document.querySelector(pill).textContent === "fait", PILL);
  await tab.until(() => /Avoir une commission ESS\u00a0: fait/.test(document.querySelector("#told").textContent));
  await tab.tap("#told button");
  await tab.until((box) => !document.querySelector(box).checked, BOX);
  await tab.tap("[data-tick] summary");
  await tab.choose("[data-tick] select", "a-discuter");
  await tab.until((pill) => document.querySelector(pill).textContent === "à discuter", PILL);
  await tab.type("[data-tick] textarea", "Voir <b>avec</b> la secrétaire & « Paul »");
  await tab.key("Tab");
  await tab.until(() => /Note\u00a0: c’est noté/.test(document.querySelector("#told").textContent));

  // by keyboard alone: to the first box of a lever, ticked with the space bar
  await place(tab, "elu-designe");
  await tab.run(() => document.querySelector("#main").focus());
  for (let press = 0; press < 20; press++) {
    await tab.key("Tab");
    if (await tab.run(() => document.activeElement.type === "checkbox")) break;
  }
  assert.equal(await tab.run(() => document.activeElement.type), "checkbox");
  await tab.key("Space");
  await tab.until(() => document.querySelector(".boxes input").checked);
  await tab.until(() => document.querySelector(".boxes .pill").textContent === "fait");
  assert.match(await text(tab, ".line code"), /^KitLevier1;1;FDAA;/);
  assert.match(await tab.run(() => document.querySelector("a.button").href), /^mailto:[^?]+@[^?]+\?subject=.+&body=.+0%20action%20faite%20sur%203/);
  assert.equal(await tab.run(() => document.querySelectorAll(".qr path").length), 1);

  // offline, again, and as it was
  await tab.reload();
  await tab.until(isReady);
  await place(tab, "elu-commission");
  await tab.until((pill) => document.querySelector(pill).textContent === "à discuter", PILL);
  assert.equal(await tab.run(() => document.querySelector("[data-tick] textarea").value),
    "Voir <b>avec</b> la secrétaire & « Paul »");

  // another tab sees it, and this one sees what the other does
  const other = await opened("#elu-commission");
  await other.until((pill) => document.querySelector(pill).textContent === "à discuter", PILL);
  await other.tap(BOX);
  await other.until((pill) => document.querySelector(pill).textContent === "fait", PILL);
  await other.until(() => document.querySelector("#told").textContent !== "");
  await tab.front();
  await tab.until((pill) => document.querySelector(pill).textContent === "fait", PILL);
  assert.equal(await text(tab, ".answers div"), null, "one after the other is no conflict");
  await other.close();
  await tab.front();

  // a hostile file changes nothing but the plan
  const before = await tab.run(() => [document.scripts.length, document.querySelectorAll("img, iframe").length]);
  await place(tab, "dossier");
  await tab.upload("input[type=file]", hostile);
  await tab.until(() => /autre dossier/.test(document.querySelector("#told").textContent));
  await tab.tap("#told button");
  await tab.until(() => /repris/.test(document.querySelector("#told").textContent));
  await place(tab, "reseaux-cress");
  await tab.until(() => document.querySelector("[data-tick] textarea").value.includes("<img src=x"));
  await place(tab, "reseaux");
  const shown = await tab.run(() => document.querySelector("main").textContent);
  assert.ok(shown.includes("<script>window.broken = 1</script>"), "an own action is shown as it was typed");
  assert.ok(shown.includes("«\u00a0<img src=x>\u00a0»<b>relu</b>"), "a passage and its note too");
  await place(tab, "listes");
  const last = await tab.run(() => [...document.querySelectorAll("h2, .tick")].slice(-4).map((one) => one.textContent.trim()));
  assert.deepEqual(last, ["Un levier à nous", "+ Une action de ce levier", "Autres actions", "+ Une action sans levier"]);
  const after = await tab.run(() => [document.scripts.length, document.querySelectorAll("img, iframe").length]);
  assert.deepEqual(after, before);
  assert.equal(await tab.run(() => [window.broken, {}.polluted].join()), ",");

  assert.deepEqual(tab.errors, []);

  // no request leaves, even one that the page would make itself
  await tab.run(() => {
    window.blocked = [];
    document.addEventListener("securitypolicyviolation", (event) => window.blocked.push(event.effectiveDirective));
    fetch("https://example.org/").catch(() => {});
    new Image().src = "https://example.org/a.png";
    const script = document.createElement("script");
    script.append("window.broken = 1");
    document.body.append(script);
    script.remove();
    setTimeout(() => { // out of reach of what drives the browser, which may evaluate
      try { window.eval("window.broken = 1"); } catch (_) { window.blocked.push("eval"); }
    });
  }).catch((error) => { // where Trusted Types are known, the script is refused before it is one
    if (!/TrustedScript|trusted|script/i.test(String(error))) throw error;
  });
  await tab.until(() => ["connect", "img", "eval"].every((kind) => window.blocked.some((one) => one.startsWith(kind))));
  assert.equal(await tab.run(() => window.broken ?? null), null);

  // a write is refused (a disk that is full: full.mjs): said at once, and the file can still be saved
  await place(tab, "elu-extra-municipale");
  await tab.run(() => { IDBObjectStore.prototype.put = () => { throw new DOMException("", "QuotaExceededError"); }; });
  await tab.tap(BOX);
  await tab.until(() => document.querySelector("#alerts").textContent.includes("plus de place"));
  await tab.until(() => document.querySelector("#told").textContent.includes("Pas encore gardé"));
  await tab.run(() => { URL.createObjectURL = (file) => { window.saved = file; return "#elu-extra-municipale"; }; });
  await tab.tap("#alerts button");
  await tab.until(() => window.saved);
  await tab.run(() => { window.saved.text().then((found) => { window.savedText = found; }); });
  await tab.until(() => window.savedText);
  const file = await tab.run(() => [window.saved.name, window.savedText]);

  // nothing stands out of a narrow screen, in double letters neither
  const wide = [];
  for (const hash of ["debut", "lire", "chiffres-nouvelle-aquitaine", "agir", "elu-designe", "dossier", "glossaire", "listes"]) {
    await place(tab, hash);
    for (const letters of ["100", "150", "200"]) {
      const over = await tab.run((wanted) => {
        document.documentElement.dataset.size = wanted;
        return document.scrollingElement.scrollWidth - document.documentElement.clientWidth;
      }, letters);
      if (over > 1) wide.push([hash, letters, over]);
    }
    await tab.run(() => { delete document.documentElement.dataset.size; });
  }
  assert.deepEqual(wide, []);
  assert.deepEqual(tab.errors.filter((error) => !error.startsWith("Content-Security-Policy")), []);
  const asked = tab.requests.filter((one) => !/^(file|data|blob):/.test(one) && !one.startsWith("https://example.org/"));
  assert.deepEqual(asked, []);
  process.stdout.write(JSON.stringify({ name: file[0], file: file[1], width: inner[0] }));
} finally {
  await browser.close();
}
