// Where the page keeps what was ticked: IndexedDB, localStorage where a file has none, else nowhere, which is said.
// A record is one line of the journal under its own key, so that two tabs never write over each other.

/** @typedef {{kind: "indexedDB" | "localStorage" | "", all: () => Promise<Map<string, string>>,
 *   put: (records: [string, string][]) => Promise<void>, clear: () => Promise<void>}} Keeper */

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const asked = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** @param {string} name @returns {Promise<Keeper>} */
async function databaseKeeper(name) {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("lines");
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("late")), 4000));
  const db = /** @type {IDBDatabase} */ (await Promise.race([asked(opening), late]));
  const run = (/** @type {(store: IDBObjectStore) => void} */ work) => new Promise((resolve, reject) => {
    const transaction = db.transaction("lines", "readwrite");
    transaction.oncomplete = () => resolve(undefined);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
    work(transaction.objectStore("lines"));
  });
  const put = (/** @type {[string, string][]} */ records) =>
    run((store) => records.forEach(([key, line]) => store.put(line, key))).then(() => undefined);
  return {
    kind: "indexedDB",
    put,
    all: async () => {
      const store = db.transaction("lines", "readwrite").objectStore("lines"); // one that may only be read is no place to keep
      const [keys, lines] = await Promise.all([asked(store.getAllKeys()), asked(store.getAll())]);
      return new Map(keys.map((key, at) => [String(key), String(lines[at])]));
    },
    clear: () => run((store) => store.clear()).then(() => undefined),
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
