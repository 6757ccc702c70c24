// Parts of the screen. Whatever a person typed, or a file says, goes in as text nodes: nothing here gives HTML to be read.

/** @typedef {{on: string, id: string, code: string, title: string, yearly: boolean}} BoxItem */
/** @typedef {{id: string, code: string, title: string, label: string, ids: string, items: BoxItem[]}} LeverData */
/** @typedef {{dossier: string, place: string, heads: Head[]}} SeedData */
/** @typedef {{program: string, texts: string, publisher: string, called: string,
 *   chapters: [string, string][], levers: LeverData[], letters: Object<string, string>, statuses: [string, string][],
 *   kinds: Object<string, [label: string, list: string]>,
 *   seed: SeedData | null, mail: {to: string, one: string, many: string,
 *     levers: Object<string, {subject: string, body: string, line: string}>}}} PageData */

const FINISHED = ["fait", "non-concerne", "abandonne"], LEFT_OUT = ["non-concerne", "abandonne"];
const SVG = "http://www.w3.org/2000/svg";

/** An element with its attributes (functions are listeners, false is left out) and what it holds.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {Object<string, string | boolean | ((event: Event) => void)>} [looks]
 * @param {...(Node | string)} inside @returns {HTMLElementTagNameMap[K]} */
function el(tag, looks = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(looks)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...inside);
  return made;
}

const ENTITIES = new Map([["&amp;", "&"], ["&lt;", "<"], ["&gt;", ">"], ["&#34;", '"'], ["&#39;", "'"]]);
const plain = (/** @type {string} */ text) => text.replace(/&[#\w]+;/g, (one) => ENTITIES.get(one) || one);

/** The elements of one of the page's own texts, which is well-formed XML.
 * @param {string} text @returns {DocumentFragment} */
function elementsOf(text) {
  const whole = document.createDocumentFragment();
  /** @type {(DocumentFragment | Element)[]} */
  const open = [whole];
  for (const [, end, name, looks, empty, words] of text.matchAll(/<(\/?)([\w-]+)([^>]*?)(\/?)>|([^<]+)/g)) {
    const parent = open[open.length - 1];
    if (words) parent.append(plain(words));
    else if (end) open.pop();
    else {
      const isDrawn = name === "svg" || (parent instanceof Element && parent.namespaceURI === SVG);
      const made = isDrawn ? document.createElementNS(SVG, name) : document.createElement(name);
      for (const [, key, value] of looks.matchAll(/([\w-]+)="([^"]*)"/g)) made.setAttribute(key, plain(value));
      parent.append(made);
      if (!empty) open.push(made);
    }
  }
  return whole;
}

/** @param {string} text @returns {HTMLElement} words for a screen reader alone */
const unseen = (text) => el("span", { class: "unseen" }, text);

/** @param {Journal} journal @param {string} on @returns {string} */
const statusOf = (journal, on) => journal.text(on, "status") || "a-faire";

/** @param {PageData} data @param {string} status @returns {string} */
const labelOf = (data, status) => (data.statuses.find(([value]) => value === status) || [status, status])[1];

/** How many boxes are done, of those that apply; milestones never count.
 * @param {Journal} journal @param {BoxItem[]} items */
function progressOf(journal, items) {
  const found = items.filter((item) => item.on.startsWith("action:")).map((item) => statusOf(journal, item.on));
  return { done: found.filter((one) => one === "fait").length, all: found.filter((one) => !LEFT_OUT.includes(one)).length };
}

/** @param {Journal} journal @param {BoxItem[]} items @returns {string} */
function progressTold(journal, items) {
  const { done, all } = progressOf(journal, items);
  return `${done} ${done > 1 ? "actions faites" : "action faite"} sur ${all}`;
}

/** What a status writes: a yearly action that is done also gets the year.
 * @param {Journal} journal @param {BoxItem} item @param {string} status @param {number} year @returns {Change[]} */
function statusGiven(journal, item, status, year) {
  /** @type {Change[]} */
  const changes = [];
  if (statusOf(journal, item.on) !== status || journal.answers(item.on, "status").length) {
    changes.push({ on: item.on, f: "status", x: status });
  }
  if (item.yearly && status === "fait" && journal.value(item.on, "done_year") !== year) {
    changes.push({ on: item.on, f: "done_year", x: year });
  }
  return changes;
}

/** The short line of a lever, read back by « kit dossier line » (kit/mail/lever_line.py).
 * @param {PageData} data @param {LeverData} lever @param {Journal} journal @returns {string} */
function leverLine(data, lever, journal) {
  const letters = lever.items.map((item) => data.letters[statusOf(journal, item.on)] || data.letters["a-faire"]).join("");
  const body = `KitLevier1;${lever.code};${letters};${lever.ids}`;
  return `${body};${sha256(body).slice(0, 6)}`;
}

const dayShown = (/** @type {string} */ text) => text.replace(/^(\d{4})-(\d\d)-(\d\d)$/, "$3/$2/$1");
const dayKept = (/** @type {string} */ text) => text.replace(/^(\d\d?)[/.](\d\d?)[/.](\d{4})$/,
  (_, day, month, year) => `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);

/** A field that is written when it is left, or when the page is put away.
 * @param {Pocket} desk @param {string} on @param {string} f @param {string} label @param {boolean} [long]
 * @returns {HTMLElement} */
function textField(desk, on, f, label, long = false) {
  const looks = { maxlength: String(TEXT_LIMIT), autocomplete: "off" };
  const input = long ? el("textarea", { ...looks, rows: "4" }) : el("input", { ...looks, type: "text" });
  const known = () => (f === "due" ? dayShown : String)(desk.journal.text(on, f));
  let typed = false; // a field may show less than what is kept: only what a person changed is written
  const keep = () => {
    const text = input.value.trim();
    if (typed && text !== known().trim()) {
      desk.change([{ on, f, x: (f === "due" ? dayKept(text) : text) || null }], `${label} : c’est noté.`);
    }
    typed = false;
  };
  input.addEventListener("input", () => { typed = true; });
  input.addEventListener("change", keep);
  input.addEventListener("keep", keep);
  desk.refreshers.push(() => {
    input.disabled = !desk.keeper;
    if (!typed) input.value = known();
  });
  return el("label", { class: "field" }, el("span", {}, label), input);
}

/** The passages that were highlighted in the kit, with what was written about them (kit/dossier/highlights.py).
 * @param {Journal} journal @param {string} on @returns {HTMLElement[]} */
function passagesShown(journal, on) {
  const fields = [...(journal.targets.get(on) || new Map()).keys()].filter((f) => /^highlight:[\w-]{1,64}$/.test(f));
  return fields.flatMap((f) => {
    const quote = journal.value(on, f), exact = quote && typeof quote === "object" && "exact" in quote ? quote.exact : "";
    const told = [typeof exact === "string" && exact ? `« ${exact} »` : "", journal.text(on, `${f}:note`)].filter(Boolean);
    return told.length ? [el("blockquote", {}, ...told.map((one) => el("p", {}, one)))] : [];
  });
}

/** The answers given apart for a status, each with a button that keeps it.
 * @param {Pocket} desk @param {BoxItem} item @returns {HTMLElement | string} */
function answersShown(desk, item) {
  const heads = desk.journal.answers(item.on, "status");
  if (!heads.length) return "";
  const choices = heads.map((head) => {
    const status = typeof head.x === "string" ? head.x : "a-faire";
    const label = `${labelOf(desk.data, status)}${head.by ? ` (${head.by})` : ""}`;
    const keep = () => desk.change(statusGiven(desk.journal, item, status, new Date().getFullYear()), `Choisi : ${label}.`);
    return el("button", { type: "button", click: keep }, label);
  });
  return el("div", {}, el("p", {}, "Deux réponses ont été données. Laquelle garder ?"), ...choices);
}

/** One box to tick, with its state, its note and the way to its text.
 * @param {Pocket} desk @param {BoxItem} item @param {{link?: boolean, brief?: boolean}} [looks]
 * @returns {HTMLElement} */
function tickBox(desk, item, { link = true, brief = false } = {}) {
  const { journal, data } = desk;
  const year = () => new Date().getFullYear();
  const give = (/** @type {string} */ status) => desk.change(statusGiven(journal, item, status, year()),
    `${item.code ? `${item.code} ` : ""}${item.title} : ${labelOf(data, status)}.`);
  const check = el("input", { type: "checkbox", change: () => give(check.checked ? "fait" : "a-faire") });
  const pill = el("span", { class: "pill" });
  const select = el("select", { change: () => give(select.value) },
    ...data.statuses.map(([value, label]) => el("option", { value }, label)));
  const answers = el("div", { class: "answers" });
  const fields = brief ? [] : [textField(desk, item.on, "note", "Note", true),
    textField(desk, item.on, "who", "Élu·e référent·e"), textField(desk, item.on, "due", "Pour quand")];
  const more = brief ? [] : [el("details", {}, el("summary", {}, "État et note", unseen(` : ${item.title}`)),
    el("label", { class: "field" }, el("span", {}, "État"), select), ...fields)];
  const code = item.code ? [el("span", { class: "code" }, item.code), " "] : [];
  const text = link ? [el("a", { class: "how", href: `#${item.id}` }, "Comment faire", unseen(` : ${item.title}`))] : [];
  desk.refreshers.push(() => {
    const status = statusOf(journal, item.on);
    check.checked = status === "fait";
    check.disabled = select.disabled = !desk.keeper;
    select.value = status;
    const done = journal.value(item.on, "done_year");
    const again = item.yearly && status === "fait" && typeof done === "number" && done < year();
    pill.textContent = again ? `fait en ${done}, à refaire` : labelOf(data, status);
    pill.dataset.status = again ? "a-faire" : status;
    pill.hidden = status === "a-faire" && !again;
    answers.replaceChildren(answersShown(desk, item));
  });
  return el("div", { class: "box" },
    el("label", { class: "tick" }, check, el("span", {}, ...code, item.title)), pill, ...text, answers, ...more);
}

/** A QR code as a picture.
 * @param {string} text @returns {DocumentFragment | string} */
function codePicture(text) {
  const rows = codeOf(text);
  if (!rows) return "";
  const dark = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return elementsOf(`<svg class="qr" role="img" aria-label="Code QR de cette ligne" viewBox="-4 -4 ${SIDE + 8} ${SIDE + 8}">` +
    `<path d="${dark}"/></svg>`);
}
