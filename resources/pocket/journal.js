// The dossier in the page: events of a .kitess file, format 1 (what kit/dossier/line.py and fold.py do).

/** @typedef {{w: string, n: number, l: number, t: string, by: string, on: string, f: string, x: unknown, r: string[],
 *   u: string | null, g: string, c: string, line: string}} JournalEvent */
/** @typedef {{w: string, n: number, l: number, t: string, by: string, on: string, f: string, x: unknown, r: string[]}} Head */
/** @typedef {{on: string, f: string, x: unknown, u?: string}} Change */

const LINE_LIMIT = 64 * 1024, TEXT_LIMIT = 20000, COUNTER_LIMIT = 2 ** 53;
const BEFORE_SUM = ',"c":"';
const utf8 = new TextEncoder();

const ROUNDS = (() => {
  /** @type {number[]} */
  const found = [];
  for (let n = 2; found.length < 64; n++) if (found.every((prime) => n % prime)) found.push(n);
  return found;
})();
const fraction = (/** @type {number} */ root) => Math.floor((root - Math.floor(root)) * 2 ** 32);
const CONSTANTS = Uint32Array.from(ROUNDS, (prime) => fraction(Math.cbrt(prime)));
const START = Uint32Array.from(ROUNDS.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

/** SHA-256 in hexadecimal: crypto.subtle is not to be had in every page opened from a file.
 * @param {string} text @returns {string} */
function sha256(text) {
  const bytes = utf8.encode(text), size = bytes.length;
  const padded = new Uint8Array(((size + 72) >> 6) << 6);
  padded.set(bytes);
  padded[size] = 0x80;
  const view = new DataView(padded.buffer), state = START.slice(), w = new Uint32Array(64);
  view.setUint32(padded.length - 8, Math.floor(size / 2 ** 29));
  view.setUint32(padded.length - 4, size << 3);
  const turn = (/** @type {number} */ x, /** @type {number} */ by) => (x >>> by) | (x << (32 - by));
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 64; i++) {
      const a = w[i - 15], b = w[i - 2];
      w[i] = i < 16 ? view.getUint32(at + 4 * i)
        : w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + CONSTANTS[i] + w[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => { state[i] += value; });
  }
  return [...state].map((word) => word.toString(16).padStart(8, "0")).join("");
}

/** Half a pair of UTF-16, which no file of UTF-8 holds, becomes the sign for what cannot be shown.
 * @param {string} text @returns {string} */
const wellFormed = (text) =>
  text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (one) => one.length > 1 ? one : "\ufffd");

/** JSON with sorted keys and no spaces.
 * @param {unknown} value @returns {string} */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value && typeof value === "object") {
    const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${pairs.map(([key, one]) => `${JSON.stringify(wellFormed(key))}:${canonical(one)}`).join(",")}}`;
  }
  return JSON.stringify(typeof value === "string" ? wellFormed(value) : value);
}

/** @param {number} bytes @returns {string} */
function randomHex(bytes) {
  return [...crypto.getRandomValues(new Uint8Array(bytes))].map((one) => one.toString(16).padStart(2, "0")).join("");
}

/** @returns {string} */
function newUuid() {
  const hex = randomHex(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** The event of a line; its dossier for a first line; why it is none otherwise.
 * @param {string} line @returns {JournalEvent | {dossier: string} | "newer" | "bad"} */
function readLine(line) {
  const bare = line.replace(/^\ufeff/, "").trim();
  if (bare.length > LINE_LIMIT || utf8.encode(bare).length > LINE_LIMIT) return "bad";
  /** @type {any} */
  let found = null;
  try {
    found = JSON.parse(bare);
  } catch (_) {
    return "bad";
  }
  if (!found || typeof found !== "object" || Array.isArray(found)) return "bad";
  const has = (/** @type {string} */ key) => Object.prototype.hasOwnProperty.call(found, key);
  if (!has("v") && has("kitess")) {
    if (Number.isInteger(found.kitess) && found.kitess > 1) return "newer";
    return { dossier: typeof found.dossier === "string" ? found.dossier : "" };
  }
  if (typeof found.c !== "string") return "bad";
  const at = bare.indexOf(BEFORE_SUM);
  const told = at < 0 ? "" : bare.slice(0, at) + bare.slice(at + BEFORE_SUM.length + 9);
  const { c, ...rest } = found;
  if (sha256(told).slice(0, 8) !== c && sha256(canonical(rest)).slice(0, 8) !== c) return "bad";
  if (Number.isInteger(found.v) && found.v > 1) return "newer";
  const counts = [found.n, found.l].every((one) => Number.isInteger(one) && one > 0 && one <= COUNTER_LIMIT);
  const texts = [found.w, found.t, found.by, found.on, found.f].every((one) => typeof one === "string");
  const ids = Array.isArray(found.r) && found.r.every((/** @type {unknown} */ one) => typeof one === "string");
  if (found.v !== 1 || !counts || !texts || !ids || !has("x")) return "bad";
  if (found.u !== undefined && found.u !== null && typeof found.u !== "string") return "bad";
  const { w, n, l, t, by, on, f, x, r, u = null, g = "" } = found;
  return { w, n, l, t, by, on, f, x, r, u, g, c, line: bare };
}

/** @param {ReturnType<typeof readLine>} found @returns {found is JournalEvent} */
const isEvent = (found) => typeof found === "object" && "w" in found;
/** @param {ReturnType<typeof readLine>} found @returns {found is {dossier: string}} */
const isHeader = (found) => typeof found === "object" && "dossier" in found;
const idOf = (/** @type {{w: string, n: number}} */ event) => `${event.w}/${event.n}`;

/** @param {JournalEvent} a @param {JournalEvent} b @returns {number} */
function byOrder(a, b) {
  const text = (/** @type {string} */ one, /** @type {string} */ other) => (one < other ? -1 : one > other ? 1 : 0);
  return a.l - b.l || text(a.w, b.w) || a.n - b.n || text(a.c, b.c);
}

class Journal {
  /** @param {string} dossier the dossier's id @param {string} program */
  constructor(dossier, program) {
    this.dossier = dossier;
    this.program = program;
    this.writer = randomHex(8);
    this.number = 0;
    this.lamport = 0;
    this.by = "";
    /** @type {Map<string, JournalEvent>} by id and checksum */
    this.events = new Map();
    /** @type {Map<string, Map<string, {events: JournalEvent[], gone: Set<string>}>>} */
    this.targets = new Map();
  }

  /** Take in the state that the page was made with: it stands as its events would, and is never saved.
   * @param {Head[]} heads */
  plant(heads) {
    for (const head of heads) this.take({ ...head, u: null, g: "", c: "", line: "" });
  }

  /** Take a line in; false for what is no event, or known.
   * @param {string} line @returns {boolean} */
  add(line) {
    const found = readLine(line);
    return isEvent(found) && this.take(found);
  }

  /** @param {JournalEvent} event @returns {boolean} */
  take(event) {
    const key = `${idOf(event)} ${event.c}`;
    if (this.events.has(key)) return false;
    const field = this.field(event.on, event.f);
    const planted = `${idOf(event)} `;
    if (event.line && this.events.delete(planted)) { // the real line of what the page was made with
      field.events = field.events.filter((one) => one.line || idOf(one) !== idOf(event));
    }
    this.events.set(key, event);
    field.events.push(event);
    for (const id of event.r) field.gone.add(id);
    this.lamport = Math.max(this.lamport, event.l);
    return true;
  }

  /** @param {string} on @param {string} f */
  field(on, f) {
    let target = this.targets.get(on);
    if (!target) this.targets.set(on, target = new Map());
    let field = target.get(f);
    if (!field) target.set(f, field = { events: [], gone: new Set() });
    return field;
  }

  /** The events that stand for a field, the one displayed first.
   * @param {string} on @param {string} f @returns {JournalEvent[]} */
  heads(on, f) {
    const field = this.targets.get(on)?.get(f);
    return field ? field.events.filter((one) => !field.gone.has(idOf(one))).sort(byOrder).reverse() : [];
  }

  /** @param {string} on @param {string} f @returns {unknown} */
  value(on, f) {
    const heads = this.heads(on, f);
    return heads.length ? heads[0].x : null;
  }

  /** @param {string} on @param {string} f @returns {string} */
  text(on, f) {
    const value = this.value(on, f);
    return typeof value === "string" ? value : "";
  }

  /** The answers that stand against each other, empty where there is but one.
   * @param {string} on @param {string} f @returns {JournalEvent[]} */
  answers(on, f) {
    const heads = this.heads(on, f);
    return new Set(heads.map((one) => canonical(one.x))).size > 1 ? heads : [];
  }

  /** Write changes as one gesture; their lines are to be kept by the caller. RangeError: too long a text.
   * @param {Change[]} changes @param {Date} now @returns {JournalEvent[]} */
  write(changes, now) {
    const g = changes.length > 1 ? randomHex(6) : "";
    const t = now.toISOString().slice(0, 19) + "Z";
    for (const { x } of changes) if (typeof x === "string" && [...x].length > TEXT_LIMIT) throw new RangeError("text");
    return changes.map(({ on, f, x, u }) => {
      const r = [...new Set(this.heads(on, f).map(idOf))].sort();
      /** @type {Object<string, unknown>} */
      const body = { v: 1, w: this.writer, n: this.number + 1, l: Math.min(this.lamport + 1, COUNTER_LIMIT) };
      Object.assign(body, { t, by: this.by, on, f, x, r }, g ? { g } : {}, u ? { u } : {});
      const c = sha256(canonical(body)).slice(0, 8);
      const line = canonical({ ...body, c });
      const event = readLine(line);
      if (!isEvent(event)) throw new RangeError("line");
      this.number += 1;
      this.take(event);
      return event;
    });
  }

  /** The changes that take events back, the latest first.
   * @param {JournalEvent[]} events @returns {Change[]} */
  undone(events) {
    return [...events].reverse().map((event) => {
      const before = [...(this.targets.get(event.on)?.get(event.f)?.events || [])]
        .filter((one) => event.r.includes(idOf(one))).sort(byOrder).pop();
      return { on: event.on, f: event.f, x: before ? before.x : null, u: idOf(event) };
    });
  }

  /** @returns {JournalEvent[]} what a file would hold */
  written() {
    return [...this.events.values()].filter((one) => one.line).sort(byOrder);
  }

  /** The whole as a .kitess file.
   * @param {Date} now @returns {string} */
  file(now) {
    const made = now.toISOString().slice(0, 19) + "Z";
    const header = { kitess: 1, dossier: this.dossier, made, with: this.program };
    return [JSON.stringify(header), ...this.written().map((one) => one.line), ""].join("\n");
  }
}
