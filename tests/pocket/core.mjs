// The script of the page without a page: reads one value from stdin, writes one to stdout. The call is its argument.
import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import vm from "node:vm";

const folder = new URL("../../resources/pocket/", import.meta.url);
const context = vm.createContext({ TextEncoder, crypto: webcrypto });
for (const name of ["folding.js", "search.js", "journal.js", "code.js", "view.js"]) {
  vm.runInContext(readFileSync(new URL(name, folder), "utf8"), context, { filename: name });
}
const inside = (text) => vm.runInContext(text, context);
context.given = JSON.parse(readFileSync(0, "utf8"));

const calls = {
  // {index, questions} → the ids of the first hits of each
  search: `(() => { const index = new SearchIndex(given.index);
    return given.questions.map((text) => index.answer(text, 10).hits.map((hit) => [hit.id, hit.extract])); })()`,
  // texts → their folded words
  fold: `given.map((text) => [foldedText(text), queryWords(text)])`,
  // {seed, lines, steps} → the file that a page would save, and what it shows
  journal: `given.map(({ seed, lines, steps }) => {
    const journal = new Journal(seed ? seed.dossier : newUuid(), "essai");
    if (seed) journal.plant(seed.heads);
    for (const line of lines) journal.add(line);
    const read = lines.map(readLine);
    journal.by = "cet appareil";
    const done = [];
    for (const { changes, undo } of steps) {
      const wanted = undo === undefined ? changes : done.length ? journal.undone(done[undo % done.length]) : [];
      try { if (wanted.length) done.push(journal.write(wanted, new Date(1795000000000))); }
      catch (error) { if (error.name !== "RangeError") throw error; }
    }
    const shown = [];
    for (const [on, fields] of journal.targets) {
      for (const f of fields.keys()) shown.push([on, f, journal.heads(on, f).map((one) => [idOf(one), one.x])]);
    }
    return { file: journal.file(new Date(1795000000000)), shown, aside: read.includes("bad"), newer: read.includes("newer"),
      writer: journal.writer };
  })`,
  code: `given.map((text) => codeOf(text))`,
  // {data, lever, statuses} → the short line of a lever
  line: `(() => { const journal = new Journal("d", "p"); journal.write(given.changes, new Date());
    return leverLine(given.data, given.data.levers[given.lever], journal); })()`,
};
process.stdout.write(JSON.stringify(inside(calls[process.argv[2]])));
