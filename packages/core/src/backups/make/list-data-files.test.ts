import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@lucid/foundation";
import { afterAll, expect, it } from "vitest";
import { listDataFiles } from "./list-data-files.ts";

const data = await mkdtemp(join(tmpdir(), "lucid-list-"));
afterAll(() => rm(data, { recursive: true }));

it("takes the keystore and the database of payments, and leaves what belongs to the running process", async () => {
  await mkdir(join(data, "payments"));
  for (const name of ["payments.db", "payments.lock"])
    openDatabase({ path: join(data, "payments", name), migrations: [], synchronous: "normal" })[Symbol.dispose]();
  await writeFile(join(data, "payments/keystore.json"), "{}");
  await writeFile(join(data, "payments/keystore.json.part"), "{");
  expect(await listDataFiles(data)).toEqual({
    documents: ["payments/keystore.json"],
    databases: ["payments/payments.db"],
    leftOut: [],
  });
});
