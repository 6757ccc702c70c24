// The page: which part is shown, what is kept, what is said. Started at the end.

/** @template T @param {string} id @returns {T} */
const dataOf = (id) => JSON.parse(/** @type {HTMLElement} */ (document.getElementById(id)).textContent || "null");
/** @param {string} id @returns {HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** The script comes before the texts and the index, so that the first screen waits for neither. */
const isRead = () => document.readyState !== "loading";
/** @param {() => void} work */
const whenRead = (work) => document.addEventListener("DOMContentLoaded", work, { once: true });

/** A text of the page as it is written; none for a place that is none. @param {string} place @returns {string} */
function textOf(place) {
  const texts = byId("texts").textContent || "", begin = '<section class="part" id="';
  const at = texts.indexOf(`${begin}${place}">`);
  const end = texts.indexOf(begin, at + 1);
  return at < 0 ? "" : texts.slice(at, end < 0 ? texts.length : end);
}

const FILE_LIMIT = 20 * 2 ** 20, MAILTO_LIMIT = 1900, HEADER = "0";
const THEMES = [["", "Comme l’appareil"], ["light", "Clair"], ["dark", "Sombre"], ["contrast", "Contraste"]];
const SIZES = [["100", "Normale"], ["125", "Grande"], ["150", "Très grande"], ["200", "Double"]];
const EXAMPLE = "Par exemple : commission, café associatif, subvention. Les accents ne comptent pas.";

class Pocket {
  constructor() {
    /** @type {PageData} */
    this.data = dataOf("data");
    const seed = this.data.seed;
    this.journal = new Journal(seed ? seed.dossier : newUuid(), this.data.program);
    this.journal.by = "cet appareil";
    if (seed) this.journal.plant(seed.heads);
    this.name = `kit-ess ${this.data.publisher} ${seed ? seed.dossier : ""}`;
    /** @type {Keeper | null} none until what is kept is known: nothing may be ticked before */
    this.keeper = null;
    /** @type {[string, string][]} records that are not kept yet */
    this.waiting = [];
    /** @type {(() => void)[]} */
    this.refreshers = [];
    /** @type {SearchIndex | null} */
    this.index = null;
    this.asked = "";
    /** The parts that are not of the texts. */
    this.own = new Map([["debut", () => this.home()], ["chercher", () => this.search()], ["listes", () => this.lists()],
      ["dossier", () => this.dossier()]]);
    this.items = this.data.levers.flatMap((lever) => lever.items);
  }

  async start() {
    byId("places").hidden = false;
    window.addEventListener("hashchange", () => {
      byId("told").replaceChildren(); // a way back belongs to the page where the change was made
      this.show(true);
    });
    byId("skip").addEventListener("click", (event) => {
      event.preventDefault();
      byId("main").focus();
    });
    const opening = openKeeper(this.name);
    this.show(false);
    const [keeper, kept] = await opening;
    this.keeper = keeper;
    this.takeKept(kept);
    if (!this.keeper.kind) {
      this.alert("none", "Ce navigateur ne laisse rien garder à cette page : vos coches seront perdues quand vous la " +
        "fermerez. Enregistrez le fichier avant.");
    }
    this.refresh();
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.keepFields();
      else this.readKept();
    });
    window.addEventListener("pagehide", () => this.keepFields());
    window.addEventListener("focus", () => this.readKept());
    this.othersTold();
    document.documentElement.dataset.ready = "yes";
  }

  /** Other tabs say here that they kept something; where a browser has no such channel, the next look finds it. No
   * « storage » event: to listen for it makes Chromium read all of localStorage at once. */
  othersTold() {
    try {
      this.channel = new BroadcastChannel(this.name);
      this.channel.onmessage = () => this.readKept();
    } catch (_) {
      this.channel = null;
    }
  }

  /** Take in what another tab wrote since. */
  async readKept() {
    if (this.keeper) this.takeKept(await this.keeper.all().catch(() => new Map()));
  }

  /** @param {Map<string, string>} records all that is kept */
  takeKept(records) {
    let news = false;
    for (const [key, line] of records) {
      if (key === HEADER && !this.data.seed) this.journal.dossier = line;
      else if (key.startsWith("=")) this.set(key.slice(1), line, false);
      else if (key !== HEADER && !this.journal.events.has(key)) news = this.journal.add(line) || news;
    }
    if (!records.has(HEADER)) this.keep([[HEADER, this.journal.dossier]]);
    if (news) this.refresh();
  }

  keepFields() {
    for (const one of document.querySelectorAll("main input, main textarea")) one.dispatchEvent(new Event("keep"));
  }

  /** Keep records, with those refused before; says at once what could not be kept.
   * @param {[string, string][]} records @returns {Promise<boolean>} whether they are kept */
  async keep(records) {
    this.waiting.push(...records);
    const all = [...this.waiting]; // those of another call that is under way too: to write one twice does no harm
    try {
      if (this.keeper) await this.keeper.put(all);
      this.waiting = this.waiting.filter((one) => !all.includes(one));
      this.alert("full", "");
      if (this.channel) this.channel.postMessage("");
      return true;
    } catch (_) {
      this.alert("full", "Ce navigateur n’a plus de place : vos dernières coches ne sont pas gardées. Elles sont encore à " +
        "l’écran : enregistrez le fichier maintenant.");
      return false;
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
      const kept = await this.keep(events.map((one) => [`${idOf(one)} ${one.c}`, one.line]));
      this.tell(kept ? told : `${told} Pas encore gardé.`, undone ? [] : [["Annuler", () =>
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
   * @param {string} cause @param {string} text */
  alert(cause, text) {
    const known = byId("alerts").querySelector(`[data-cause="${cause}"]`);
    if (known && !text) known.remove();
    if (known || !text) return;
    byId("alerts").append(el("div", { "data-cause": cause }, el("p", {}, text),
      el("button", { type: "button", click: () => this.save() }, "Enregistrer le fichier")));
  }

  refresh() {
    for (const one of this.refreshers) one();
  }

  /** @param {string} key @param {string} value @param {boolean} keep */
  set(key, value, keep) {
    if (key === "by") this.journal.by = value;
    else document.documentElement.dataset[key] = value;
    if (keep) this.keep([[`=${key}`, value]]);
  }

  /** Show the part that the address names. @param {boolean} moved whether a person went there */
  show(moved) {
    this.keepFields();
    const [name, entry = ""] = location.hash.slice(1).split("/");
    const place = name || "debut";
    const main = byId("main");
    const make = this.own.get(place);
    if (!make && !isRead()) return whenRead(() => this.show(moved));
    this.refreshers = [];
    const text = make ? "" : textOf(place);
    if (make) main.replaceChildren(...make());
    else if (text) main.replaceChildren(elementsOf(text));
    else main.replaceChildren(el("h1", {}, "Page introuvable"), el("p", {}, el("a", { href: "#lire" }, "Tous les textes")));
    this.fill(main);
    this.refresh();
    const title = (main.querySelector("h1") || main).textContent || "";
    document.title = `${title} – Kit ESS`;
    for (const link of document.querySelectorAll("#places a")) {
      link.setAttribute("aria-current", link.getAttribute("href") === `#${place}` ? "page" : "false");
    }
    const target = entry ? document.getElementById(`${place}/${entry}`) : null;
    if (target) {
      target.tabIndex = -1;
      target.focus();
      target.scrollIntoView();
    } else if (moved) {
      window.scrollTo(0, 0);
      main.focus({ preventScroll: true });
    }
  }

  /** Fill the places that a text leaves for boxes and counts. @param {HTMLElement} main */
  fill(main) {
    for (const place of main.querySelectorAll("[data-progress], [data-checklist], [data-tick], [data-margin]")) {
      const { progress, checklist, tick, margin } = /** @type {HTMLElement} */ (place).dataset;
      const lever = this.data.levers.find((one) => one.id === (progress || checklist));
      const item = this.items.find((one) => one.on === tick || one.id === margin);
      if (lever && progress) {
        this.refreshers.push(() => {
          const { done, all } = progressOf(this.journal, lever.items);
          place.textContent = `${done} sur ${all}`;
        });
      } else if (lever) place.append(...this.checklist(lever), ...this.sharing(lever));
      else if (item && tick) place.append(tickBox(this, item, { link: false }));
      else if (margin) {
        const passages = el("div");
        this.refreshers.push(() => { passages.replaceChildren(...passagesShown(this.journal, `article:${margin}`)); });
        if (!item) place.append(textField(this, `article:${margin}`, "note", "Ma note sur cette page", true));
        place.append(passages);
      }
    }
  }

  /** @param {LeverData} lever @returns {Node[]} */
  checklist(lever) {
    const count = el("p", { class: "progress" });
    this.refreshers.push(() => { count.textContent = progressTold(this.journal, lever.items); });
    return [count, this.boxes([...lever.items, ...this.ownItems(lever.id)])];
  }

  /** @param {BoxItem[]} items @returns {HTMLElement} */
  boxes(items) {
    return el("ul", { class: "boxes" }, ...items.map((item) =>
      el("li", {}, tickBox(this, item, { link: !item.on.startsWith("own:") }))));
  }

  /** The actions that a dossier added to a lever, to none with "". @param {string} lever @returns {BoxItem[]} */
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
    const count = el("p", { class: "progress" }), meter = el("meter", { min: "0", "aria-label": "Actions faites" });
    const next = el("ul", { class: "boxes" });
    const place = el("p", { class: "lead" });
    this.refreshers.push(() => {
      const { done, all } = progressOf(this.journal, this.items);
      count.textContent = progressTold(this.journal, this.items);
      meter.max = all || 1;
      meter.value = done;
      place.textContent = this.journal.text("identity", "name") || (this.data.seed ? this.data.seed.place : "");
      place.hidden = !place.textContent;
      if (!next.childElementCount) { // the same three while the page is shown: what is ticked stays in its place
        const left = this.items.filter((item) => !FINISHED.includes(statusOf(this.journal, item.on))).slice(0, 3);
        next.append(...left.map((item) => el("li", {}, tickBox(this, item, { brief: true }))));
      }
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
    const own = [...this.journal.targets.keys()].filter((on) => on.startsWith("own-lever:"))
      .map((on) => [on.slice("own-lever:".length), this.journal.text(on, "title")]);
    return [el("h1", {}, "Les leviers à actionner"), el("p", {}, print),
      ...this.data.levers.flatMap((lever) => [el("h2", {}, `${lever.code}. ${lever.title}`), ...this.checklist(lever)]),
      ...[...own, ["", ""]].filter(([id]) => this.ownItems(id).length)
        .flatMap(([id, title]) => [el("h2", {}, title || "Autres actions"), this.boxes(this.ownItems(id))])];
  }

  /** @returns {Node[]} */
  search() {
    const field = el("input", { type: "search", enterkeyhint: "search", autocomplete: "off", spellcheck: "false" });
    const said = el("p", { role: "status" }, EXAMPLE), list = el("ol", { class: "hits" });
    field.value = this.asked;
    const ask = () => {
      this.asked = field.value;
      if (!isRead()) return whenRead(ask);
      this.index = this.index || new SearchIndex(dataOf("index"));
      const found = this.index.answer(field.value, 20, (id) => {
        const item = this.items.find((one) => one.id === id);
        return item ? statusOf(this.journal, item.on) : "";
      });
      const mended = found.mended.map(([typed, meant]) => ` Cherché aussi : « ${meant} » pour « ${typed} ».`).join("");
      const many = found.total > 1 ? `${found.total} réponses.` : found.total ? "1 réponse." : "Rien trouvé.";
      said.textContent = field.value.trim() ? many + mended : EXAMPLE;
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

  /** @param {Hit} hit @returns {HTMLElement} */
  hit(hit) {
    const [kind, list] = this.data.kinds[hit.kind] || ["", ""];
    const address = list ? `#${list}/e-${hit.id}` : `#${hit.parent || hit.id}`;
    const extract = el("p");
    let at = 0;
    for (const [start, end] of hit.marks) {
      extract.append(hit.extract.slice(at, start), el("mark", {}, hit.extract.slice(start, end)));
      at = end;
    }
    extract.append(hit.extract.slice(at));
    const where = [...new Set([kind, hit.where])].filter(Boolean).join(" · ");
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
      const told = written > 1 ? `${written} changements gardés` : written ? "1 changement gardé"
        : "Rien de coché encore. Tout est gardé";
      kept.textContent = kind
        ? `${told} dans ce navigateur, sur cet appareil. Une fenêtre privée oublie tout quand on la ferme.`
        : "Ce navigateur ne laisse rien garder à cette page : enregistrez le fichier avant de la fermer.";
      if (document.activeElement !== by) by.value = this.journal.by;
      questions.replaceChildren(...this.items.filter((item) => this.journal.answers(item.on, "status").length)
        .map((item) => el("li", {}, el("a", { href: `#${item.id}` }, `${item.title} : deux réponses`))));
    });
    const share = "canShare" in navigator && navigator.canShare(this.shared()) ? [el("button", { type: "button",
      click: () => navigator.share(this.shared()).catch(() => {}) }, "Partager le fichier")] : [];
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
    const select = el("select", { change: () => this.set(key, select.value, true) },
      ...choices.map(([value, words]) => el("option", { value }, words)));
    select.value = document.documentElement.dataset[key] || choices[0][0];
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

  /** What is given to another program: phones share no file of an unknown kind, so it goes as text, under its own name.
   * @returns {{files: File[], title: string}} */
  shared() {
    const file = this.file();
    return { files: [new File([file], `${file.name}.txt`, { type: "text/plain" })], title: file.name };
  }

  /** Take in a file: what it says of the plan, and nothing else. @param {File} file */
  async open(file) {
    if (file.size > FILE_LIMIT) return this.tell("Ce fichier est trop grand pour un dossier du kit : rien n’a été changé.", []);
    const read = (await file.text()).split("\n").filter((line) => line.trim()).map(readLine);
    const events = read.filter(isEvent), headers = read.filter(isHeader);
    const dossier = headers.length ? headers[0].dossier : "";
    if (!events.length) return this.tell("Ce fichier n’est pas un dossier du kit, ou rien n’y est lisible : rien n’a été changé.", []);
    const others = dossier && dossier !== this.journal.dossier && (this.data.seed || this.journal.written().length);
    const unread = read.length - events.length - headers.length;
    const take = async () => {
      if (dossier && !this.data.seed && !this.journal.written().length) {
        this.journal.dossier = dossier;
        await this.keep([[HEADER, dossier]]);
      }
      const added = events.filter((one) => this.journal.take(one));
      await this.keep(added.map((one) => [`${idOf(one)} ${one.c}`, one.line]));
      this.show(false);
      const many = `${added.length} ${added.length > 1 ? "changements repris" : "changement repris"}.`;
      const left = unread ? ` ${unread} ${unread > 1 ? "lignes n’ont pas pu être lues" : "ligne n’a pas pu être lue"}.` : "";
      this.tell(many + left + (read.includes("newer") ? " Une partie vient d’une version plus récente du kit." : ""), []);
    };
    if (!others) return take();
    return this.tell("Ce fichier vient d’un autre dossier que celui de cette page. L’ajouter quand même ?", [["Ajouter", take]]);
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
