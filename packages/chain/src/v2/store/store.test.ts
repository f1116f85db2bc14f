import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe } from "vitest";
import { createMemoryStore } from "./memory-store.ts";
import { openSqliteStore } from "./sqlite-store.ts";
import { testNetworkStore } from "./store.compliance.ts";

describe("a store in memory", () => {
  testNetworkStore(() => {
    const store = createMemoryStore();
    return { open: () => store };
  });
});

describe("a store in SQLite", () => {
  const folder = mkdtempSync(join(tmpdir(), "lucid-network-store-"));
  const opened: Disposable[] = [];
  let count = 0;
  afterAll(() => {
    for (const store of opened) store[Symbol.dispose]();
    rmSync(folder, { recursive: true });
  });
  testNetworkStore(() => {
    const path = join(folder, `chain-${(count += 1)}.db`);
    return {
      open() {
        for (const store of opened.splice(0)) store[Symbol.dispose]();
        const store = openSqliteStore(path);
        opened.push(store);
        return store;
      },
    };
  });
});
