// Search: what kit/search does, on the same index. Weights and rules are those of matching.py, extracts.py, index.py.

/** @typedef {{pages: string[][], words: Object<string, number[]>, synonyms: Object<string, string[]>, stop: string,
 *   weak: string, endings: string[], light: string[], types: Object<string, string[]>, statuses: string[]}} IndexData */
/** @typedef {{id: string, kind: string, title: string, where: string, summary: string, body: string, parent: string,
 *   lever: string}} Page */
/** @typedef {Map<number, number>} Scores */
/** @typedef {{word: string, rarity: number, scores: Scores, forms: Set<string>, names: string[][], beginning: string,
 *   mended: string}} Concept */
/** @typedef {{id: string, kind: string, title: string, where: string, extract: string, marks: [number, number][],
 *   parent: string}} Hit */
/** @typedef {{words: string[], typed: string[], phrases: string[][], kinds: Set<string>, levers: Set<string>,
 *   statuses: Set<string>, open: boolean}} Query */
/** @typedef {{hits: Hit[], total: number, mended: [string, string][]}} Answer */

const EXACT = 1, BEGUN = 0.85, OF_STEM = 0.75, OTHER = 0.7, MENDED = 0.9, WEAK = 0.35;
const LOOKED_AT = 40, RELEVANT = 0.2, WIDTH = 180, MOST_BEGUN = 40, MOST_OF_PREFIX = 300, LONGEST_KEY = 4;

class SearchIndex {
  /** @param {IndexData} data */
  constructor(data) {
    /** @type {Page[]} */
    this.pages = data.pages.map(([id, kind, title, where, summary, body, parent, lever]) =>
      ({ id, kind, title, where, summary, body, parent, lever }));
    this.words = new Map(Object.entries(data.words));
    this.synonyms = new Map(Object.entries(data.synonyms));
    this.stop = new Set(data.stop.split(" "));
    this.weak = new Set(data.weak.split(" "));
    this.types = new Map(Object.entries(data.types));
    this.statuses = data.statuses;
    this.endings = data.endings;
    this.light = new Set(data.light);
    /** @type {Map<string, string[]>} */
    this.roots = new Map();
    for (const word of this.words.keys()) {
      const root = this.stem(word);
      const known = this.roots.get(root);
      if (known) known.push(word);
      else this.roots.set(root, [word]);
    }
    /** @type {Map<number, string>} */
    this.foldedPages = new Map();
  }

  /** @param {string} word @returns {string} */
  stem(word) {
    if (word.length < 4 || !/^\p{L}+$/u.test(word)) return word;
    let base = /[sx]$/.test(word) && !word.endsWith("aux") ? word.slice(0, -1) : word;
    const ending = this.endings.find((one) =>
      base.endsWith(one) && base.length - one.length >= (this.light.has(one) ? 3 : 4));
    if (ending) base = base.slice(0, -ending.length);
    if (base.length > 4 && base.slice(-1) === base.slice(-2, -1)) base = base.slice(0, -1);
    return base.length > 4 && /[ei]$/.test(base) ? base.slice(0, -1) : base;
  }

  /** @param {number} number @returns {string} */
  folded(number) {
    let found = this.foldedPages.get(number);
    if (found === undefined) {
      const page = this.pages[number];
      const lines = [page.title, page.summary, ...page.body.split("\n")];
      found = lines.map((line) => ` ${foldedText(line)} `).join("\n");
      this.foldedPages.set(number, found);
    }
    return found;
  }

  /** @param {Scores} scores @param {number[] | undefined} posting @param {number} factor */
  raise(scores, posting, factor) {
    for (let at = 0; posting && at < posting.length; at += 2) {
      const value = posting[at + 1] * factor;
      if (value > (scores.get(posting[at]) || 0)) scores.set(posting[at], value);
    }
  }

  /** @param {string} prefix @returns {string[]} */
  starting(prefix) {
    const found = [...this.words.keys()].filter((word) => word.startsWith(prefix));
    const texts = (/** @type {string} */ word) => /** @type {number[]} */ (this.words.get(word)).length;
    return found.sort((a, b) => texts(b) - texts(a)).slice(0, MOST_BEGUN);
  }

  /** The texts of all words that begin with one to three letters.
   * @param {string} prefix @returns {number[]} */
  prefixed(prefix) {
    /** @type {Scores} */
    const kept = new Map();
    for (const [word, posting] of this.words) {
      if (word.startsWith(prefix) && !this.stop.has(word)) this.raise(kept, posting, 1);
    }
    return [...kept].sort((a, b) => b[1] - a[1]).slice(0, MOST_OF_PREFIX).flat();
  }

  /** @param {string} word @returns {string[]} */
  sharing(word) {
    return this.roots.get(this.stem(word)) || [];
  }

  /** @param {string} typed @returns {string[][]} */
  meant(typed) {
    return (this.synonyms.get(typed) || []).map((one) => one.split(" "));
  }

  /** What was typed, taken apart.
   * @param {string} text @returns {Query} */
  parse(text) {
    /** @type {Object<string, Set<string>>} */
    const wanted = { type: new Set(), levier: new Set(), statut: new Set() };
    const filter = /(^|\s)(levier|statut|type)\s?:\s?(\S+)/gi;
    const rest = text.slice(0, 300).replace(filter, (all, before, name, told) => {
      const value = fold(told).replace(/^["«»]+|["«»]+$/g, "").replace(/_/g, "-");
      const values = this.filterValues(name.toLowerCase(), value);
      for (const one of values) wanted[name.toLowerCase()].add(one);
      return values.length ? before + " " : all.replace(":", " ");
    });
    const quoted = /["«“„]\s*([^"«»“”„]*?)\s*["»”]/g;
    const phrases = [...rest.matchAll(quoted)].map((match) => queryWords(match[1])).filter((one) => one.length);
    const typed = queryWords(rest.replace(quoted, " $1 ")).slice(0, 12);
    let found = [...new Set(typed.filter((word) => !this.stop.has(word)))];
    if (!found.length) found = typed;
    const open = typed.length > 0 && found[found.length - 1] === typed[typed.length - 1] && !/[\s"»”]$/.test(rest);
    return { words: found, typed, phrases, kinds: wanted.type, levers: wanted.levier, statuses: wanted.statut, open };
  }

  /** @param {string} name @param {string} value @returns {string[]} */
  filterValues(name, value) {
    if (name === "levier") return /^\d+$/.test(value) ? [value] : [];
    if (name === "statut") return this.statuses.filter((one) => one === value);
    return this.types.get(value) || this.types.get(value.replace(/[sx]+$/, "")) || [];
  }

  /** @param {string} word @param {boolean} open @param {number} factor @returns {Concept} */
  lookedUp(word, open, factor = 1) {
    /** @type {Concept} */
    const concept = { word, rarity: 0, scores: new Map(), forms: new Set([word]), names: [], beginning: "", mended: "" };
    const scores = concept.scores;
    this.raise(scores, this.words.get(word), EXACT * factor);
    const exact = scores.size;
    if (open) this.addBegun(concept, BEGUN * factor);
    for (const mate of this.sharing(word)) {
      if (mate === word) continue;
      this.raise(scores, this.words.get(mate), OF_STEM * factor);
      concept.forms.add(mate);
    }
    const texts = exact && word.length > 3 ? exact : scores.size;
    for (const meant of this.meant(word)) this.addMeant(concept, meant);
    if (!scores.size && word.length > 3 && !open) this.addBegun(concept, BEGUN * factor);
    const many = texts || scores.size, total = Math.max(this.pages.length, many);
    concept.rarity = Math.log(1 + (total - many + 0.5) / (many + 0.5)) * (this.weak.has(word) ? WEAK : 1);
    return concept;
  }

  /** @param {Concept} concept @param {number} factor */
  addBegun(concept, factor) {
    concept.beginning = concept.word;
    if (concept.word.length <= 3) this.raise(concept.scores, this.prefixed(concept.word), factor);
    else for (const one of this.starting(concept.word)) this.raise(concept.scores, this.words.get(one), factor);
  }

  /** Let a text that has all the words of another name answer too.
   * @param {Concept} concept @param {string[]} meant */
  addMeant(concept, meant) {
    const each = meant.map((word) => {
      /** @type {Scores} */
      const scores = new Map();
      for (const mate of new Set([word, ...this.sharing(word)])) {
        this.raise(scores, this.words.get(mate), mate === word ? EXACT : OF_STEM);
      }
      return scores;
    });
    const common = [...(each[0] || new Map()).keys()].filter((page) => each.every((scores) => scores.has(page)));
    for (const page of common) {
      const value = OTHER * Math.min(...each.map((scores) => scores.get(page) || 0));
      if (value > (concept.scores.get(page) || 0)) concept.scores.set(page, value);
    }
    if (common.length) concept.names.push(meant);
  }

  /** @param {string} word @param {boolean} open @returns {Concept} */
  concept(word, open) {
    const concept = this.lookedUp(word, open);
    const mended = concept.scores.size ? "" : this.mend(word, 1);
    if (mended) return { ...this.lookedUp(mended, false, MENDED), word, mended };
    const commoner = concept.scores.size <= 1 ? this.mend(word, 4) : "";
    for (const mate of commoner ? new Set([commoner, ...this.sharing(commoner)]) : []) {
      this.raise(concept.scores, this.words.get(mate), OF_STEM);
      concept.forms.add(mate);
    }
    return concept;
  }

  /** The word of the texts that is one letter away, the commonest.
   * @param {string} word @param {number} least @returns {string} */
  mend(word, least) {
    if (word.length < 4 || /^\d+$/.test(word)) return "";
    const letters = "abcdefghijklmnopqrstuvwxyz", away = new Set();
    for (let at = 0; at <= word.length; at++) {
      const a = word.slice(0, at), b = word.slice(at);
      if (b) away.add(a + b.slice(1));
      if (b.length > 1) away.add(a + b[1] + b[0] + b.slice(2));
      for (const letter of letters) away.add(a + letter + b).add(b ? a + letter + b.slice(1) : a + letter);
    }
    away.delete(word);
    const root = this.stem(word);
    /** @type {[boolean, boolean, number, string] | null} */
    let best = null;
    for (const one of away) {
      const texts = (this.words.get(one) || []).length / 2;
      if (texts < least || !texts) continue;
      /** @type {[boolean, boolean, number, string]} */
      const found = [one[0] === word[0], this.stem(one) === root, texts, one];
      const at = best ? found.findIndex((value, place) => best && value !== best[place]) : 0;
      if (!best || (at >= 0 && found[at] > best[at])) best = found;
    }
    return best && best[3].length >= 4 ? best[3] : "";
  }

  /** @param {Query} query @returns {Concept[]} */
  concepts(query) {
    const last = query.words.length - 1;
    const found = query.words.map((word, at) => this.concept(word, query.open && at === last));
    for (let size = 2; size <= Math.min(LONGEST_KEY, found.length); size++) {
      for (let start = 0; start + size <= found.length; start++) {
        const run = found.slice(start, start + size);
        for (const meant of this.meant(run.map((one) => one.mended || one.word).join(" "))) {
          for (const concept of run) this.addMeant(concept, meant);
        }
      }
    }
    return found;
  }

  /** @param {Concept[]} found @returns {Scores} */
  combined(found) {
    const total = found.reduce((sum, one) => sum + one.rarity, 0) || 1;
    /** @type {Scores} */
    const scores = new Map(), seen = new Map();
    for (const { rarity, scores: own } of found) {
      for (const [page, value] of own) {
        scores.set(page, (scores.get(page) || 0) + rarity * value);
        seen.set(page, (seen.get(page) || 0) + rarity);
      }
    }
    if (found.length < 2) return scores;
    for (const [page, part] of seen) scores.set(page, (scores.get(page) || 0) * (part / total) ** 1.2);
    let most = 0;
    for (const score of scores.values()) most = Math.max(most, score);
    return new Map([...scores].filter(([page, score]) =>
      score >= RELEVANT * most || (seen.get(page) || 0) >= total - 1e-9));
  }

  /** @param {string} text @param {number} limit @param {(id: string) => string} status @returns {Answer} */
  answer(text, limit = 20, status = () => "") {
    const query = this.parse(text);
    const filters = query.kinds.size + query.levers.size + query.statuses.size;
    if (!query.words.length && !query.phrases.length && !filters) return { hits: [], total: 0, mended: [] };
    const found = this.concepts(query);
    let scores = query.words.length ? this.combined(found) : new Map(this.pages.map((_, number) => [number, 1]));
    scores = new Map([...scores].filter(([number]) => {
      const page = this.pages[number];
      if (query.kinds.size && !query.kinds.has(page.kind)) return false;
      if (query.levers.size && !page.lever.split(" ").some((one) => query.levers.has(one))) return false;
      if (query.statuses.size && !(/^(action|milestone)$/.test(page.kind) && query.statuses.has(status(page.id)))) {
        return false;
      }
      return query.phrases.every((phrase) => this.folded(number).includes(` ${phrase.join(" ")} `));
    }));
    const mended = found.filter((one) => one.mended).map((one) => /** @type {[string, string]} */ ([one.word, one.mended]));
    return { hits: this.hits(query, found, scores, limit), total: scores.size, mended };
  }

  /** @param {Query} query @param {Concept[]} found @param {Scores} scores @param {number} limit @returns {Hit[]} */
  hits(query, found, scores, limit) {
    if (!query.words.length) return [...scores.keys()].slice(0, limit).map((number) => this.hit(number, found, 1));
    const best = [...scores].sort((a, b) => b[1] - a[1]).slice(0, Math.max(limit, LOOKED_AT));
    const ordered = best.map(([number, score]) => {
      const [line, part] = this.bestLine(number, found);
      const weighed = score * (1 + 0.35 * part) * this.inOrder(number, query);
      return { named: this.isNameOf(this.pages[number], query), score: weighed, number, line };
    });
    ordered.sort((a, b) => Number(b.named) - Number(a.named) || b.score - a.score || a.number - b.number);
    return ordered.slice(0, limit).map((one) => this.hit(one.number, found, one.line));
  }

  /** @param {Page} page @param {Query} query @returns {boolean} */
  isNameOf(page, query) {
    if (page.kind !== "term") return false;
    const at = page.title.indexOf(" (");
    const names = at < 0 ? [page.title, ""] : [page.title.slice(0, at), page.title.slice(at + 2)];
    return names.some((name) => queryWords(name).join(" ") === query.typed.join(" "));
  }

  /** @param {number} number @param {Query} query @returns {number} */
  inOrder(number, query) {
    if (query.typed.length < 2) return 1;
    const folded = this.folded(number), phrase = ` ${query.typed.join(" ")}${query.open ? "" : " "}`;
    if (folded.includes(phrase)) return folded.split("\n", 1)[0].includes(phrase) ? 1.5 : 1.3;
    const pairs = query.words.slice(1).map((word, at) => ` ${query.words[at]} ${word} `);
    return pairs.length ? 1 + 0.2 * pairs.filter((pair) => folded.includes(pair)).length / pairs.length : 1;
  }

  /** Which line of a page has most of the words, and how much of all.
   * @param {number} number @param {Concept[]} concepts @returns {[number, number]} */
  bestLine(number, concepts) {
    const lines = this.folded(number).split("\n");
    let best = 1, most = 0, all = 0;
    for (const concept of concepts) all += concept.rarity;
    const needles = concepts.map((concept) => [
      ...[...concept.forms].map((form) => ` ${form} `), ...concept.names.map((name) => ` ${name.join(" ")} `),
      ...(concept.beginning ? [` ${concept.beginning}`] : [])]);
    for (let line = 1; line < lines.length; line++) {
      let part = 0;
      concepts.forEach((concept, at) => {
        if (needles[at].some((needle) => lines[line].includes(needle))) part += concept.rarity;
      });
      if (part > most + 1e-9) [best, most] = [line, part];
    }
    return [best, most / (all || 1)];
  }

  /** @param {number} number @param {Concept[]} found @param {number} line @returns {Hit} */
  hit(number, found, line) {
    const page = this.pages[number], folded = this.folded(number);
    /** @type {Set<string>} */
    const answering = new Set();
    for (const concept of found) {
      const own = [...concept.forms].filter((form) => folded.includes(` ${form} `));
      const begun = concept.beginning && folded.includes(` ${concept.beginning}`);
      const names = concept.names.filter((name) => name.every((word) => folded.includes(` ${word} `))).flat();
      for (const word of own.length || begun ? own : names) answering.add(word);
    }
    const beginnings = found.map((concept) => concept.beginning).filter(Boolean);
    const text = line <= 1 ? page.summary : page.body.split("\n")[line - 2];
    const [extract, marks] = this.cut(text, answering, beginnings);
    return { id: page.id, kind: page.kind, title: page.title, where: page.where, parent: page.parent, extract, marks };
  }

  /** The part of a text round the first word found, cut at words, and where the words stand in it.
   * @param {string} text @param {Set<string>} answering @param {string[]} beginnings
   * @returns {[string, [number, number][]]} */
  cut(text, answering, beginnings) {
    /** @type {[number, number][]} */
    const places = [];
    for (const [start, end, forms] of words(text)) {
      const begun = (/** @type {string} */ form) => beginnings.some((one) => form.startsWith(one)) && !this.stop.has(form);
      if (forms.some((form) => answering.has(form) || begun(form))) places.push([start, end]);
    }
    if (text.length <= WIDTH) return [text, places];
    const first = places.length ? places[0][0] : 0;
    let start = Math.max(0, Math.min(first - 60, text.length - WIDTH));
    if (start) start = text.lastIndexOf(" ", start - 1) + 1;
    let stop = text.indexOf(" ", start + WIDTH);
    if (stop < 0) stop = text.length;
    const before = start ? "… " : "", shift = before.length - start;
    const kept = places.filter(([a, b]) => a >= start && b <= stop);
    return [before + text.slice(start, stop) + (stop < text.length ? " …" : ""),
      kept.map(([a, b]) => [a + shift, b + shift])];
  }
}
