import { AuditCheckpoint } from "@lucid/proof";
import type { StateMap } from "../../state/chain-state.ts";
import type { TransactionKind } from "../transaction-kind.ts";

export type AuditCheckpointRefusal = "audit_log_shrinks";

const keyOf = (sender: string, log: string): string => `${sender} ${log}`;

/** Size of the last head that a sender stated of a log. */
const lastSizes: StateMap<number> = {
  open(db) {
    const last = db.prepare<{ key: string; height: number }, { size: number }>(`
      SELECT max(size) AS size FROM audit_head WHERE sender || ' ' || log = :key AND height <= :height GROUP BY sender, log`);
    return (key, height) => last.get({ key, height })?.size;
  },
};

/** The head of a node's audit log: it only grows. Whose log it is, and what stands in it, the chain does not know. */
export const auditCheckpoint: TransactionKind<"audit_checkpoint", AuditCheckpoint, AuditCheckpointRefusal> = {
  type: "audit_checkpoint",
  schema: AuditCheckpoint,
  migrations: [
    {
      id: "0001-audit-head",
      sql: `CREATE TABLE audit_head (
          transaction_id TEXT PRIMARY KEY, sender TEXT NOT NULL, log TEXT NOT NULL, size INTEGER NOT NULL, root TEXT NOT NULL,
          height INTEGER NOT NULL) STRICT;
        CREATE INDEX audit_head_by_log ON audit_head (sender || ' ' || log, size);
        CREATE INDEX audit_head_by_height ON audit_head (height);`,
    },
  ],
  openIndex({ write }) {
    const insert = write.prepare(
      "INSERT INTO audit_head (transaction_id, sender, log, size, root, height) VALUES (:id, :sender, :log, :size, :root, :height)",
    );
    const remove = write.prepare("DELETE FROM audit_head WHERE height > ?");
    return {
      add: ({ id, sender, height, data: { log, size, root } }) => void insert.run({ id, sender, log, size, root, height }),
      rewind: (height) => void remove.run(height),
    };
  },
  check: (state, { sender, data: { log, size } }) =>
    size <= (state.get(lastSizes, keyOf(sender, log)) ?? 0) ? "audit_log_shrinks" : undefined,
  apply: (state, { sender, data: { log, size } }) => state.set(lastSizes, keyOf(sender, log), size),
};
