import { AuditCheckpoint } from "@lucid/proof";
import { expect, it } from "vitest";
import { mainParameters } from "../../genesis.ts";
import { createOverlay } from "../../state/chain-state.ts";
import { createTestDisk, emptyState } from "../../testing/index.ts";
import { auditCheckpoint } from "./audit-checkpoint.ts";

const [own, stranger] = ["a".repeat(64), "b".repeat(64)];
const [log, other, root] = ["c".repeat(64), "d".repeat(64), "e".repeat(64)];
const statement = (size: number, change: { readonly sender?: string; readonly log?: string } = {}) => ({
  sender: change.sender ?? own,
  data: { log: change.log ?? log, size, root },
  height: 5,
  parameters: mainParameters,
});

it("is refused unless the log has grown since the sender's last one of it", () => {
  const state = createOverlay(emptyState);
  expect(auditCheckpoint.check(state, statement(7))).toBeUndefined();
  auditCheckpoint.apply(state, statement(7));
  expect([6, 7, 8].map((size) => auditCheckpoint.check(state, statement(size)))).toEqual([
    "audit_log_shrinks",
    "audit_log_shrinks",
    undefined,
  ]);
  expect(auditCheckpoint.check(state, statement(1, { sender: stranger }))).toBeUndefined();
  expect(auditCheckpoint.check(state, statement(1, { log: other }))).toBeUndefined();
});

it("is kept until its block is taken back, and found again on the disk", () => {
  const { db } = createTestDisk();
  const index = auditCheckpoint.openIndex?.(db);
  for (const height of [3, 4]) index?.add({ id: `id ${height}`, sender: own, height, data: statement(height * 10).data });
  const heads = () => db.read.prepare("SELECT size FROM audit_head ORDER BY size").all();
  expect(heads()).toEqual([{ size: 30 }, { size: 40 }]);
  index?.rewind(3);
  expect(heads()).toEqual([{ size: 30 }]);
});

it("has the published form: three fields, nothing about whom or what", () => {
  expect(auditCheckpoint.schema).toBe(AuditCheckpoint);
  expect(AuditCheckpoint.safeParse({ log, size: 0, root }).success).toBe(false);
  expect(AuditCheckpoint.safeParse({ log, size: 1, root, user_id: "x" }).success).toBe(false);
});
