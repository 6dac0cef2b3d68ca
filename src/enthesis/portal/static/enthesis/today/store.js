/* What this phone keeps: `kept` (the plan and half-typed answers, one row each) and `events` (every entry ever made here).
   An entry is never changed except to say that it was sent; `waits` is 1 until the clinic has it. */
const NAME = "enthesis-today";
const VERSION = 1;
let opened = null;

export function openStore() {
  opened ??= new Promise((resolve, reject) => {
    const asking = indexedDB.open(NAME, VERSION);
    asking.onupgradeneeded = () => {
      asking.result.createObjectStore("kept");
      const events = asking.result.createObjectStore("events", { keyPath: "id" });
      events.createIndex("waits", "waits");
    };
    asking.onerror = () => { opened = null; reject(asking.error); };
    asking.onsuccess = () => {
      const database = asking.result;
      // Another window signs out: let it delete, and open anew if this one goes on.
      database.onversionchange = () => { database.close(); opened = null; };
      database.onclose = () => { opened = null; };
      resolve(database);
    };
  });
  return opened;
}

/* Run `work(objectStore)` in one transaction; resolves with the result of its last request once the data is on disk. */
async function within(name, mode, work) {
  const database = await openStore();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode, { durability: mode === "readwrite" ? "strict" : "default" });
    const request = work(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

export const read = (key) => within("kept", "readonly", (kept) => kept.get(key));
export const keep = (key, value) => within("kept", "readwrite", (kept) => kept.put(value, key));

export const addEvent = (event) => within("events", "readwrite", (events) => events.add(event));
export const allEvents = () => within("events", "readonly", (events) => events.getAll());
export const waitingEvents = () => within("events", "readonly", (events) => events.index("waits").getAll(1));
export const countWaiting = () => within("events", "readonly", (events) => events.index("waits").count(1));

export const forgetEvents = () => within("events", "readwrite", (events) => events.clear());

/* Note the clinic's answer: `accepted` are ids, `refused` are {id, what}. Ids that are not here are passed over. */
export function settle(accepted, refused) {
  const answers = new Map([...accepted.map((id) => [id, ""]), ...refused.map(({ id, what }) => [id, what])]);
  return within("events", "readwrite", (events) => {
    for (const [id, what] of answers) {
      events.get(id).onsuccess = ({ target }) => {
        if (target.result) events.put({ ...target.result, waits: 0, refused: what });
      };
    }
  });
}

/* Delete everything; nothing of the patient is left in this browser's database. */
export async function forget() {
  if (opened) (await opened).close();
  opened = null;
  await new Promise((resolve, reject) => {
    const asking = indexedDB.deleteDatabase(NAME);
    asking.onsuccess = resolve;
    asking.onerror = () => reject(asking.error);
  });
}
