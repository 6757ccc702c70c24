// Where the page keeps what was ticked: IndexedDB, localStorage where a file has none, else nowhere, which is said.
// A record is one line of the journal under its own key, so that two tabs never write over each other.

/** @typedef {{kind: "indexedDB" | "localStorage" | "", all: () => Promise<Map<string, string>>,
 *   put: (records: [string, string][]) => Promise<void>, clear: () => Promise<void>}} Keeper */

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const asked = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** @param {string} name @returns {Promise<IDBDatabase>} */
function openDatabase(name) {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("lines");
  return Promise.race([asked(opening), new Promise((_, reject) => setTimeout(() => reject(new Error("late")), 4000))]);
}

/** @param {string} name @returns {Promise<Keeper>} */
async function databaseKeeper(name) {
  let db = await openDatabase(name);
  const begin = async () => { // for writing always: a database that may only be read is no place to keep
    try {
      return db.transaction("lines", "readwrite");
    } catch (_) { // Chromium closes one whose disk was full
      db = await openDatabase(name);
      return db.transaction("lines", "readwrite");
    }
  };
  const run = async (/** @type {(store: IDBObjectStore) => void} */ work) => {
    const transaction = await begin();
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
      work(transaction.objectStore("lines"));
    });
  };
  return {
    kind: "indexedDB",
    put: (records) => run((store) => records.forEach(([key, line]) => store.put(line, key))),
    all: async () => {
      const store = (await begin()).objectStore("lines");
      const [keys, lines] = await Promise.all([asked(store.getAllKeys()), asked(store.getAll())]);
      return new Map(keys.map((key, at) => [String(key), String(lines[at])]));
    },
    clear: () => run((store) => store.clear()),
  };
}

/** @param {string} name @returns {Keeper} */
function storageKeeper(name) {
  const prefix = `${name} `, probe = `${prefix}?`;
  localStorage.setItem(probe, "1");
  localStorage.removeItem(probe);
  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  return {
    kind: "localStorage",
    put: async (records) => records.forEach(([key, line]) => localStorage.setItem(prefix + key, line)),
    all: async () => new Map(keys().map((key) => [key.slice(prefix.length), localStorage.getItem(key) || ""])),
    clear: async () => keys().forEach((key) => localStorage.removeItem(key)),
  };
}

/** The first place that lets itself be read, and what it holds.
 * @param {string} name @returns {Promise<[Keeper, Map<string, string>]>} */
async function openKeeper(name) {
  for (const made of [databaseKeeper, storageKeeper]) {
    try {
      const keeper = await made(name);
      return [keeper, await keeper.all()];
    } catch (_) {
      continue;
    }
  }
  return [{ kind: "", put: async () => {}, all: async () => new Map(), clear: async () => {} }, new Map()];
}
