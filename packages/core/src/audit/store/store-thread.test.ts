import { fileURLToPath } from "node:url";
import { startStoreThread } from "@lucid/foundation";
import { describe, expect, it } from "vitest";
import { openTestGround } from "../../ground/testing/open-test-ground.ts";
import { testRecord } from "../testing/open-test-audit.ts";
import type { AuditCalls } from "./audit-store.ts";

const program = fileURLToPath(new URL("store.worker.ts", import.meta.url));
const beginning = { node: "ab".repeat(32), created_at: "2026-01-01T00:00:00.000Z", salt: "cd".repeat(32) };

describe("a store in a worker", () => {
  it("answers as one in this thread, and a reader sees what the writer wrote", async () => {
    await using ground = await openTestGround();
    const store = { path: ground.folder.file("audit.db"), beginning };
    await using writer = await startStoreThread<AuditCalls>(ground, { kind: "audit", program, name: "writer", data: store });
    await using reader = await startStoreThread<AuditCalls>(ground, { kind: "audit", program, name: "reader", data: store });
    const records = [testRecord({}), testRecord({})];
    const head = await writer.ask("append", { records, isAgain: false });
    expect(await reader.ask("head", null)).toEqual(head);
    expect((await reader.ask("list", { filter: {}, limit: 10 })).entries).toHaveLength(2);
    await expect(writer.ask("append", { records, isAgain: false })).rejects.toThrow("UNIQUE");
    expect(await writer.ask("head", null)).toEqual(head);
  });

  it("does not start on a file that is no database", async () => {
    await using ground = await openTestGround();
    const store = { path: ground.folder.path, beginning };
    await expect(startStoreThread<AuditCalls>(ground, { kind: "audit", program, name: "writer", data: store })).rejects.toThrow(
      "EISDIR",
    );
  });
});
