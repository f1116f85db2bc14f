import { openDatabase } from "@lucid/foundation";
import { unpackBlock } from "../store/packed-block.ts";
import { networkMigrations } from "../store/sqlite-store.ts";

/** Changes the text of a block of a `chain.db`, which it leaves unpacked, as an earlier version kept it. */
export function changeBlock(path: string, number: number, change: (text: string) => string): void {
  using db = openDatabase({ path, migrations: networkMigrations, synchronous: "full" });
  const row = db.read.prepare<[number], { content: Uint8Array }>("SELECT content FROM block WHERE number = ?").get(number);
  const before = Buffer.from(unpackBlock(row?.content ?? Buffer.of())).toString();
  const after = change(before);
  if (after === before) throw new Error(`nothing was changed in block ${number}`);
  db.write.prepare("UPDATE block SET content = ? WHERE number = ?").run(Buffer.from(after), number);
}
