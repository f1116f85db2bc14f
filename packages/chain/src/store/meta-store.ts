import type { ReadDb, WriteDb } from "@lucid/foundation";

/** Single facts: `network` is the genesis hash the database belongs to, `final` the last final block. */
export function createMetaStore(db: { readonly read: ReadDb; readonly write: WriteDb }) {
  const get = db.read.prepare<[string], { value: string }>("SELECT value FROM chain_meta WHERE name = ?");
  const set = db.write.prepare("INSERT OR REPLACE INTO chain_meta (name, value) VALUES (:name, :value)");
  return {
    get: (name: "network" | "final") => get.get(name)?.value,
    set: (name: "network" | "final", value: string) => void set.run({ name, value }),
  };
}
