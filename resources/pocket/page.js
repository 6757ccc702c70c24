// The page: which part is shown, what is kept, what is said. Started at the end.

/** @template T @param {string} id @returns {T} */
const dataOf = (id) => JSON.parse(/** @type {HTMLElement} */ (document.getElementById(id)).textContent || "null");
/** @param {string} id @returns {HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const FILE_LIMIT = 20 * 2 ** 20, MAILTO_LIMIT = 1900, HEADER = "0";
const THEMES = [["", "Comme l’appareil"], ["light", "Clair"], ["dark", "Sombre"], ["contrast", "Contraste"]];
const SIZES = [["100", "Normale"], ["125", "Grande"], ["150", "Très grande"], ["200", "Double"]];
const LISTS = new Map([["term", "glossaire"], ["network", "les-reseaux"], ["date", "les-dates"],
  ["source", "les-sources"], ["model", "les-modeles"]]);
const KINDS = new Map([["term", "Glossaire"], ["network", "Réseau"], ["date", "Agenda"], ["source", "Source"],
  ["model", "Modèle"], ["example", "Exemple"], ["action", "Action"], ["lever", "Levier"], ["topic", "Sujet"]]);

class Pocket {
  constructor() {
    /** @type {PageData} */
    this.data = dataOf("data");
    const seed = this.data.seed;
    this.journal = new Journal(seed ? seed.dossier : newUuid(), this.data.program);
    this.journal.by = "cet appareil";
    if (seed) this.journal.plant(seed.heads);
    this.name = `kit-ess ${this.data.publisher} ${seed ? seed.dossier : ""}`;
    /** @type {Keeper | null} */
    this.keeper = null;
    /** @type {[string, string][]} records that could not be kept */
    this.waiting = [];
    /** @type {(() => void)[]} */
    this.refreshers = [];
    /** @type {SearchIndex | null} */
    this.index = null;
    this.asked = "";
    /** @type {Desk} */
    this.desk = { journal: this.journal, data: this.data, ready: () => this.keeper !== null,
      change: (changes, told) => this.change(changes, told) };
  }

  async start() {
    window.addEventListener("hashchange", () => {
      byId("told").replaceChildren(); // a way back belongs to the page where the change was made
      this.show(true);
    });
    byId("skip").addEventListener("click", (event) => {
      event.preventDefault();
      byId("main").focus();
    });
    this.show(false);
    this.keeper = await openKeeper(this.name);
    await this.readKept();
    if (!this.keeper.kind) {
      this.alert("none", "Ce navigateur ne laisse rien garder à cette page : vos coches seront perdues quand vous la " +
        "fermerez. Enregistrez le fichier avant.", true);
    }
    this.refresh();
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.keepFields();
      else this.readKept();
    });
    window.addEventListener("pagehide", () => this.keepFields());
    window.addEventListener("focus", () => this.readKept());
    window.addEventListener("storage", () => this.readKept());
    this.othersTold();
    document.documentElement.dataset.ready = "yes";
  }

  /** Other tabs say here that they kept something; where a browser has no such channel, the next look finds it. */
  othersTold() {
    try {
      this.channel = new BroadcastChannel(this.name);
      this.channel.onmessage = () => this.readKept();
    } catch (_) {
      this.channel = null;
    }
  }

  /** Take in all that is kept: at the start, and what another tab wrote since. */
  async readKept() {
    if (!this.keeper) return;
    const records = await this.keeper.all().catch(() => new Map());
    let news = false;
    for (const [key, line] of records) {
      if (key === HEADER && !this.data.seed) this.journal.dossier = line;
      else if (key.startsWith("=")) this.set(key.slice(1), line, false);
      else if (key !== HEADER && !this.journal.events.has(key)) news = this.journal.add(line) || news;
    }
    if (!records.has(HEADER)) await this.keep([[HEADER, this.journal.dossier]]);
    if (news) this.refresh();
  }

  keepFields() {
    for (const one of document.querySelectorAll("main input, main textarea")) one.dispatchEvent(new Event("keep"));
  }

  /** Keep records, with those refused before; says at once what could not be kept.
   * @param {[string, string][]} records */
  async keep(records) {
    const all = [...this.waiting, ...records];
    try {
      if (this.keeper) await this.keeper.put(all);
      this.waiting = [];
      this.alert("full", "");
      if (this.channel) this.channel.postMessage("");
    } catch (_) {
      this.waiting = all;
      this.alert("full", "Ce navigateur n’a plus de place : vos dernières coches ne sont pas gardées. Elles sont encore à " +
        "l’écran : enregistrez le fichier maintenant.", true);
    }
  }

  /** Write changes into the journal, keep them, say so with a way back.
   * @param {Change[]} changes @param {string} told */
  async change(changes, told) {
    if (!changes.length) return;
    try {
      const events = this.journal.write(changes, new Date());
      this.refresh();
      const undone = changes.some((one) => one.u);
      await this.keep(events.map((one) => [`${idOf(one)} ${one.c}`, one.line]));
      this.tell(this.waiting.length ? `${told} Pas encore gardé.` : told, undone ? [] : [["Annuler", () =>
        this.change(this.journal.undone(events), "C’est annulé.")]]);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.tell("Ce texte est trop long : rien n’a été changé.", []);
      this.refresh();
    }
  }

  /** @param {string} text @param {[string, () => void][]} buttons */
  tell(text, buttons) {
    const close = () => byId("told").replaceChildren();
    byId("told").replaceChildren(el("p", {}, text), ...buttons.map(([label, press]) =>
      el("button", { type: "button", click: press }, label)),
    el("button", { type: "button", class: "close", "aria-label": "Fermer ce message", click: close }, "×"));
  }

  /** An alert stays until its cause goes; without a text it goes.
   * @param {string} cause @param {string} text @param {boolean} [save] with the button that saves the file */
  alert(cause, text, save = false) {
    const known = byId("alerts").querySelector(`[data-cause="${cause}"]`);
    if (known && text) return;
    if (known) known.remove();
    if (!text) return;
    const button = el("button", { type: "button", click: () => this.save() }, "Enregistrer le fichier");
    byId("alerts").append(el("div", { "data-cause": cause }, el("p", {}, text), ...(save ? [button] : [])));
  }

  refresh() {
    for (const one of this.refreshers) one();
  }

  /** @param {string} key @param {string} value @param {boolean} keep */
  set(key, value, keep) {
    const root = document.documentElement;
    if (key === "theme") root.dataset.theme = value;
    if (key === "theme" && !value) delete root.dataset.theme;
    if (key === "size") root.style.fontSize = `${Number(value) || 100}%`;
    if (key === "by") this.journal.by = value;
    if (keep) this.keep([[`=${key}`, value]]);
  }

  /** Show the part that the address names. @param {boolean} moved whether a person went there */
  show(moved) {
    this.keepFields();
    const [name, entry = ""] = location.hash.slice(1).split("/");
    const place = name || "debut";
    const main = byId("main");
    this.refreshers = [];
    const template = document.getElementById(`part:${place}`);
    const made = this.own(place);
    if (made) main.replaceChildren(...made);
    else if (template instanceof HTMLTemplateElement) main.replaceChildren(template.content.cloneNode(true));
    else main.replaceChildren(el("h1", {}, "Page introuvable"), el("p", {}, el("a", { href: "#lire" }, "Tous les textes")));
    this.fill(main);
    this.refresh();
    const title = (main.querySelector("h1") || main).textContent || "";
    document.title = `${title} – Kit ESS`;
    for (const link of document.querySelectorAll("#places a")) {
      if (link.getAttribute("href") === `#${place}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const target = entry ? document.getElementById(entry) : null;
    if (target) {
      target.tabIndex = -1;
      target.focus();
      target.scrollIntoView();
    } else if (moved) {
      window.scrollTo(0, 0);
      main.focus({ preventScroll: true });
    }
  }

  /** The parts that are not of the texts. @param {string} place @returns {Node[] | null} */
  own(place) {
    if (place === "debut") return this.home();
    if (place === "chercher") return this.search();
    if (place === "listes") return this.lists();
    return place === "dossier" ? this.dossier() : null;
  }

  /** Fill the places that a text leaves for boxes and counts. @param {HTMLElement} main */
  fill(main) {
    for (const place of main.querySelectorAll("[data-progress]")) {
      const lever = this.data.levers.find((one) => one.id === /** @type {HTMLElement} */ (place).dataset.progress);
      if (lever) this.refreshers.push(() => { place.textContent = this.counted(lever.items); });
    }
    for (const place of main.querySelectorAll("[data-checklist]")) {
      const lever = this.data.levers.find((one) => one.id === /** @type {HTMLElement} */ (place).dataset.checklist);
      if (lever) place.append(...this.checklist(lever), ...this.sharing(lever));
    }
    for (const place of main.querySelectorAll("[data-tick]")) {
      const on = /** @type {HTMLElement} */ (place).dataset.tick;
      const item = this.data.levers.flatMap((one) => one.items).find((one) => one.on === on);
      if (item) place.append(this.box(item, { link: false }));
    }
    for (const place of main.querySelectorAll("[data-margin]")) {
      const id = /** @type {HTMLElement} */ (place).dataset.margin || "";
      if (this.data.levers.some((lever) => lever.items.some((item) => item.id === id))) continue; // its note is its box's
      const note = textField(this.desk, { on: `article:${id}` }, "note", "Ma note sur cette page", true);
      this.refreshers.push(note.refresh);
      place.append(note.field);
    }
  }

  /** @param {BoxItem[]} items @returns {string} */
  counted(items) {
    const { done, all } = progressOf(this.journal, items);
    return `${done} sur ${all}`;
  }

  /** @param {BoxItem} item @param {{link?: boolean}} [looks] @returns {HTMLElement} */
  box(item, looks) {
    const made = tickBox(this.desk, item, looks);
    this.refreshers.push(made.refresh);
    return made.box;
  }

  /** @param {LeverData} lever @returns {Node[]} */
  checklist(lever) {
    const count = el("p", { class: "progress" });
    this.refreshers.push(() => { count.textContent = progressTold(this.journal, lever.items); });
    const own = this.ownItems(lever.id);
    return [count, el("ul", { class: "boxes" }, ...[...lever.items, ...own].map((item) =>
      el("li", {}, this.box(item, { link: !item.on.startsWith("own:") }))))];
  }

  /** The actions that a dossier added to a lever. @param {string} lever @returns {BoxItem[]} */
  ownItems(lever) {
    return [...this.journal.targets.keys()].filter((on) => on.startsWith("own:"))
      .filter((on) => this.journal.text(on, "lever") === lever && this.journal.text(on, "title"))
      .map((on) => ({ on, id: "", code: "+", title: this.journal.text(on, "title"), yearly: false }));
  }

  /** Ways to send where a lever stands. @param {LeverData} lever @returns {Node[]} */
  sharing(lever) {
    const link = el("a", { class: "button" }, `Écrire à ${this.data.called || this.data.publisher}`);
    const line = el("code"), code = el("div");
    this.refreshers.push(() => {
      link.href = this.mailto(lever);
      line.textContent = leverLine(this.data, lever, this.journal);
      code.replaceChildren(codePicture(line.textContent));
    });
    const share = "share" in navigator ? [el("button", { type: "button",
      click: () => navigator.share({ title: lever.title, text: this.told(lever) }).catch(() => {}) }, "Partager")] : [];
    return [el("p", { class: "ways" }, link, ...share), el("details", { class: "line" },
      el("summary", {}, "Ligne courte, sans fichier"),
      el("p", {}, "Les coches de ce levier en une ligne. Au bureau, dans le kit : Mon plan d’action, " +
        "« Saisir depuis le papier »."), el("p", {}, line), code)];
  }

  /** @param {LeverData} lever @returns {string} */
  told(lever) {
    return [lever.title, ...lever.items.map((item) =>
      `– ${item.code ? `${item.code} ` : ""}${item.title} : ${labelOf(this.data, statusOf(this.journal, item.on))}`)].join("\n");
  }

  /** @param {LeverData} lever @returns {string} */
  mailto(lever) {
    const { to, one, many, levers } = this.data.mail, draft = levers[lever.id];
    const { done, all } = progressOf(this.journal, lever.items);
    const counted = (done > 1 ? many : one).replace("{title}", lever.title).replace("{done}", String(done))
      .replace("{applicable}", String(all));
    const body = all ? draft.body.replace(draft.line, () => counted) : draft.body;
    const address = (/** @type {string} */ text) => `mailto:${encodeURIComponent(to).replace("%40", "@")}?subject=` +
      `${encodeURIComponent(draft.subject)}&body=${encodeURIComponent(text.replace(/\n/g, "\r\n"))}`;
    const whole = address(body);
    return whole.length > MAILTO_LIMIT ? address(counted) : whole;
  }

  /** @returns {Node[]} */
  home() {
    const items = this.data.levers.flatMap((lever) => lever.items);
    const count = el("p", { class: "progress" }), meter = el("meter", { min: "0", "aria-label": "Actions faites" });
    const next = el("ul", { class: "boxes" });
    const place = el("p", { class: "lead" });
    /** @type {{box: HTMLElement, refresh: () => void}[]} */
    let shown = [];
    this.refreshers.push(() => {
      const { done, all } = progressOf(this.journal, items);
      count.textContent = progressTold(this.journal, items);
      meter.max = all || 1;
      meter.value = done;
      place.textContent = this.journal.text("identity", "name") || (this.data.seed ? this.data.seed.place : "");
      place.hidden = !place.textContent;
      if (!shown.length) {
        const left = items.filter((item) => !FINISHED.includes(statusOf(this.journal, item.on))).slice(0, 3);
        shown = left.map((item) => tickBox(this.desk, item, { brief: true }));
        next.replaceChildren(...shown.map((one) => el("li", {}, one.box)));
      }
      for (const one of shown) one.refresh();
    });
    const levers = this.data.levers.map((lever) => el("li", {}, el("a", { href: `#${lever.id}` }, `${lever.code}. ${lever.label}`),
      el("span", { class: "count", "data-progress": lever.id })));
    return [el("h1", {}, "L’ESS dans ma collectivité"), place, count, meter, el("h2", {}, "À faire ensuite"), next,
      el("h2", {}, "Les leviers"), el("ul", { class: "links" }, ...levers,
        el("li", {}, el("a", { href: "#listes" }, "Toutes les listes, à imprimer"))),
      el("h2", {}, "Lire"), el("ul", { class: "links" },
        ...[...this.data.chapters, ["lire", "Tous les textes"]].map(([id, label]) =>
          el("li", {}, el("a", { href: `#${id}` }, label))))];
  }

  /** @returns {Node[]} */
  lists() {
    const print = el("button", { type: "button", class: "screen", click: () => window.print() }, "Imprimer");
    return [el("h1", {}, "Les leviers à actionner"), el("p", {}, print),
      ...this.data.levers.flatMap((lever) => [el("h2", {}, `${lever.code}. ${lever.title}`), ...this.checklist(lever)])];
  }

  /** @returns {Node[]} */
  search() {
    const field = el("input", { type: "search", enterkeyhint: "search", autocomplete: "off", spellcheck: "false" });
    const said = el("p", { role: "status" }), list = el("ol", { class: "hits" });
    field.value = this.asked;
    const ask = () => {
      this.asked = field.value;
      this.index = this.index || new SearchIndex(dataOf("index"));
      const found = this.index.answer(field.value, 20, (id) => statusOf(this.journal, this.targetOf(id)));
      const mended = found.mended.map(([typed, meant]) => ` Cherché aussi : « ${meant} » pour « ${typed} ».`).join("");
      const many = found.total > 1 ? `${found.total} réponses.` : found.total ? "1 réponse." : "Rien trouvé.";
      said.textContent = field.value.trim() ? many + mended : "";
      list.replaceChildren(...found.hits.map((hit) => this.hit(hit)));
    };
    let soon = 0;
    field.addEventListener("input", () => {
      clearTimeout(soon);
      soon = window.setTimeout(ask, 120);
    });
    const form = el("form", { role: "search", submit: (event) => {
      event.preventDefault();
      ask();
    } }, el("label", { class: "field" }, el("span", {}, "Un mot, un lieu, une question"), field));
    if (this.asked) ask();
    return [el("h1", {}, "Chercher"), form, said, list];
  }

  /** @param {string} id @returns {string} */
  targetOf(id) {
    const item = this.data.levers.flatMap((lever) => lever.items).find((one) => one.id === id);
    return item ? item.on : "";
  }

  /** @param {Hit} hit @returns {HTMLElement} */
  hit(hit) {
    const list = LISTS.get(hit.kind);
    const address = list ? `#${list}/e-${hit.id}` : `#${hit.parent || hit.id}`;
    const extract = el("p");
    let at = 0;
    for (const [start, end] of hit.marks) {
      extract.append(hit.extract.slice(at, start), el("mark", {}, hit.extract.slice(start, end)));
      at = end;
    }
    extract.append(hit.extract.slice(at));
    const where = [KINDS.get(hit.kind) || "", hit.where].filter(Boolean).join(" · ");
    return el("li", {}, el("a", { href: address }, hit.title), el("p", { class: "where" }, where), extract);
  }

  /** @returns {Node[]} */
  dossier() {
    const kept = el("p"), by = el("input", { type: "text", autocomplete: "name", maxlength: "80" });
    const file = el("input", { type: "file", change: () => {
      if (file.files && file.files[0]) this.open(file.files[0]);
      file.value = "";
    } });
    const questions = el("ul", { class: "links" });
    by.addEventListener("change", () => this.set("by", by.value.trim() || "cet appareil", true));
    this.refreshers.push(() => {
      const written = this.journal.written().length, kind = this.keeper && this.keeper.kind;
      kept.textContent = kind
        ? `${written} ${written > 1 ? "changements gardés" : "changement gardé"} dans ce navigateur, sur cet appareil. ` +
          "Une fenêtre privée les oublie quand on la ferme."
        : "Ce navigateur ne laisse rien garder à cette page : enregistrez le fichier avant de la fermer.";
      if (document.activeElement !== by) by.value = this.journal.by;
      questions.replaceChildren(...this.data.levers.flatMap((lever) => lever.items)
        .filter((item) => this.journal.answers(item.on, "status").length)
        .map((item) => el("li", {}, el("a", { href: `#${item.id}` }, `${item.title} : deux réponses`))));
    });
    const share = this.canShareFile() ? [el("button", { type: "button", click: () => this.shareFile() }, "Partager le fichier")] : [];
    return [el("h1", {}, "Mon dossier"), kept, questions,
      el("h2", {}, "L’emporter au bureau"),
      el("p", {}, "Le fichier contient vos coches et vos notes. Envoyez-le-vous, puis dans le kit : Mon plan d’action, " +
        "« Réunir avec un·e collègue »."),
      el("p", { class: "ways" }, el("button", { type: "button", click: () => this.save() }, "Enregistrer le fichier"), ...share),
      el("label", { class: "field" }, el("span", {}, "Vous êtes (écrit à côté de vos coches)"), by),
      el("h2", {}, "Reprendre un dossier du kit"),
      el("label", { class: "field" }, el("span", {}, "Un fichier .kitess"), file),
      el("h2", {}, "Affichage"), this.choice("theme", "Couleurs", THEMES), this.choice("size", "Taille du texte", SIZES),
      el("h2", {}, "Tout effacer"),
      el("p", {}, el("button", { type: "button", class: "danger", click: () => this.forget() }, "Effacer ce que cette page garde"))];
  }

  /** @param {string} key @param {string} label @param {string[][]} choices @returns {HTMLElement} */
  choice(key, label, choices) {
    const root = document.documentElement;
    const now = key === "theme" ? root.dataset.theme || "" : (root.style.fontSize || "100%").replace("%", "");
    const select = el("select", { change: () => this.set(key, select.value, true) },
      ...choices.map(([value, words]) => el("option", { value }, words)));
    select.value = now;
    return el("label", { class: "field" }, el("span", {}, label), select);
  }

  /** @returns {File} */
  file() {
    const now = new Date();
    const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((one) => String(one).padStart(2, "0")).join("-");
    return new File([this.journal.file(now)], `kit-de-poche-${day}.kitess`, { type: "application/octet-stream" });
  }

  save() {
    this.keepFields();
    const file = this.file(), address = URL.createObjectURL(file);
    const link = el("a", { href: address, download: file.name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    this.tell(`« ${file.name} » est enregistré avec les téléchargements de cet appareil.`, []);
  }

  /** @returns {boolean} */
  canShareFile() {
    return "canShare" in navigator && navigator.canShare({ files: [new File([""], "a.txt", { type: "text/plain" })] });
  }

  shareFile() {
    const file = this.file(); // phones share no file of an unknown kind: it goes as text, under its own name
    const shown = new File([file], `${file.name}.txt`, { type: "text/plain" });
    navigator.share({ files: [shown], title: file.name }).catch(() => {});
  }

  /** Take in a file: what it says of the plan, and nothing else. @param {File} file */
  async open(file) {
    if (file.size > FILE_LIMIT) return this.tell("Ce fichier est trop grand pour un dossier du kit : rien n’a été changé.", []);
    const lines = (await file.text()).split("\n").filter((line) => line.trim());
    const read = lines.map(readLine);
    const header = read.find((one) => typeof one === "object" && !("w" in one));
    const dossier = header && typeof header === "object" && "dossier" in header ? header.dossier : "";
    const sound = lines.filter((_, at) => typeof read[at] === "object" && "w" in /** @type {object} */ (read[at]));
    if (!sound.length) return this.tell("Ce fichier n’est pas un dossier du kit, ou rien n’y est lisible : rien n’a été changé.", []);
    const others = dossier && dossier !== this.journal.dossier && (this.data.seed || this.journal.written().length);
    const take = () => this.takeIn(sound, dossier, lines.length - sound.length - (header ? 1 : 0), read.includes("newer"));
    if (!others) return take();
    return this.tell("Ce fichier vient d’un autre dossier que celui de cette page. L’ajouter quand même ?", [["Ajouter", take]]);
  }

  /** @param {string[]} lines @param {string} dossier @param {number} unread @param {boolean} newer */
  async takeIn(lines, dossier, unread, newer) {
    if (dossier && !this.data.seed && !this.journal.written().length) {
      this.journal.dossier = dossier;
      await this.keep([[HEADER, dossier]]);
    }
    const before = new Set(this.journal.events.keys());
    for (const line of lines) this.journal.add(line);
    const added = this.journal.written().filter((one) => !before.has(`${idOf(one)} ${one.c}`));
    await this.keep(added.map((one) => [`${idOf(one)} ${one.c}`, one.line]));
    this.show(false);
    const many = `${added.length} ${added.length > 1 ? "changements repris" : "changement repris"}.`;
    const left = unread ? ` ${unread} ${unread > 1 ? "lignes n’ont pas pu être lues" : "ligne n’a pas pu être lue"}.` : "";
    this.tell(many + left + (newer ? " Une partie vient d’une version plus récente du kit." : ""), []);
  }

  forget() {
    this.tell("Effacer toutes les coches et notes gardées par cette page sur cet appareil ?", [["Effacer", async () => {
      if (this.keeper) await this.keeper.clear();
      location.hash = "";
      location.reload();
    }]]);
  }
}

if (typeof document !== "undefined") new Pocket().start();
