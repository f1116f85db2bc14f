import type { PolicyDocument } from "@lucid/contract";
import type { OpenDatabase, Tables } from "@lucid/foundation";
import { accessRequests } from "./access-repository.ts";
import type { PolicyRecord } from "./built-in-policies.ts";

/** A policy that somebody made. Times are unix milliseconds. */
export interface PolicyHead {
  readonly policy_id: string;
  /** Null: the node's. */
  readonly owner_id: string | null;
  readonly status: "enabled" | "retired";
  /** Of the version in use. */
  readonly version: number;
  readonly updated_at: number;
}

interface VersionRow {
  readonly policy_id: string;
  readonly version: number;
  readonly hash: string;
  readonly document: string;
  readonly author_id: string;
  readonly created_at: number;
}

export const policyTables: Tables = {
  name: "policies",
  migrations: [
    {
      id: "0001-policies",
      // Owner and author are no references: a version outlives whoever wrote it.
      sql: `
        CREATE TABLE policies (
          policy_id TEXT PRIMARY KEY,
          owner_id TEXT,
          status TEXT NOT NULL CHECK (status IN ('enabled', 'retired')),
          version INTEGER NOT NULL,
          updated_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX policies_by_owner ON policies (owner_id, status);
        CREATE TABLE policy_versions (
          policy_id TEXT NOT NULL REFERENCES policies (policy_id),
          version INTEGER NOT NULL,
          hash TEXT NOT NULL,
          document TEXT NOT NULL,
          author_id TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          PRIMARY KEY (policy_id, version)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER policy_versions_stay BEFORE DELETE ON policy_versions
          BEGIN SELECT RAISE(ABORT, 'a version of a policy is never deleted'); END;
        CREATE TRIGGER policy_versions_are_as_made BEFORE UPDATE ON policy_versions
          BEGIN SELECT RAISE(ABORT, 'a version of a policy never changes'); END;`,
    },
    accessRequests,
    {
      id: "0003-own-policies-can-go",
      // Its owner's alone, and out of use: it goes with its owner's account. What was agreed to under it stands in the sessions.
      sql: `
        DROP TRIGGER policy_versions_stay;
        CREATE TRIGGER policy_versions_stay BEFORE DELETE ON policy_versions
          WHEN (SELECT owner_id IS NULL OR status <> 'retired' FROM policies WHERE policy_id = OLD.policy_id)
          BEGIN SELECT RAISE(ABORT, 'a version of a policy is never deleted'); END;`,
    },
  ],
  watched: [
    { table: "policies", topic: "policy", id: "policy_id" },
    { table: "access_requests", topic: "access_request", id: "request_id" },
  ],
};

/** Rows of `policies` and `policy_versions`. */
export function createPolicyRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const heads = "SELECT policy_id, owner_id, status, version, updated_at FROM policies";
  const head = read.prepare<[string], PolicyHead>(`${heads} WHERE policy_id = ?`);
  const all = read.prepare<[], PolicyHead>(`${heads} ORDER BY updated_at DESC, policy_id`);
  const counted = read.prepare<[string], { policies: number }>(
    "SELECT count(*) AS policies FROM policies WHERE owner_id = ? AND status = 'enabled'",
  );
  const versions = "SELECT policy_id, version, hash, document, author_id, created_at FROM policy_versions WHERE policy_id = ?";
  const one = read.prepare<[string, number], VersionRow>(`${versions} AND version = ?`);
  const every = read.prepare<[string], VersionRow>(`${versions} ORDER BY version DESC`);
  const insertHead = write.prepare<[string, string | null, number]>(
    "INSERT INTO policies (policy_id, owner_id, status, version, updated_at) VALUES (?, ?, 'enabled', 1, ?)",
  );
  const insertVersion = write.prepare<[VersionRow]>(`
    INSERT INTO policy_versions (policy_id, version, hash, document, author_id, created_at)
    VALUES (:policy_id, :version, :hash, :document, :author_id, :created_at)`);
  const advance = write.prepare<[number, number, string]>(
    "UPDATE policies SET version = ?, status = 'enabled', updated_at = ? WHERE policy_id = ?",
  );
  const ownedBy = read.prepare<[string], PolicyHead>(`${heads} WHERE owner_id = ? ORDER BY updated_at DESC, policy_id`);
  const retireOf = write.prepare<[string]>("UPDATE policies SET status = 'retired' WHERE owner_id = ?");
  const removeVersionsOf = write.prepare<[string]>(
    "DELETE FROM policy_versions WHERE policy_id IN (SELECT policy_id FROM policies WHERE owner_id = ?)",
  );
  const removeOf = write.prepare<[string]>("DELETE FROM policies WHERE owner_id = ?");
  const retire = write.prepare<[number, string]>("UPDATE policies SET status = 'retired', updated_at = ? WHERE policy_id = ?");

  function toRecord({ policy_id, version, hash, document, author_id, created_at }: VersionRow): PolicyRecord {
    const parsed: PolicyDocument = JSON.parse(document);
    return { policyId: policy_id, version, hash, document: parsed, authorId: author_id, createdAt: created_at };
  }
  function store({ policyId, version, hash, document, createdAt }: PolicyRecord, authorId: string, now: number): void {
    const created_at = createdAt ?? now;
    const text = JSON.stringify(document);
    insertVersion.run({ policy_id: policyId, version, hash, document: text, author_id: authorId, created_at });
  }

  return {
    head: (policyId: string): PolicyHead | undefined => head.get(policyId),
    /** Last changed first. */
    heads: (): PolicyHead[] => all.all(),
    /** Those of one person that are in use. */
    count: (ownerId: string): number => counted.get(ownerId)?.policies ?? 0,
    version(policyId: string, version: number): PolicyRecord | undefined {
      const row = one.get(policyId, version);
      return row && toRecord(row);
    },
    /** Newest first. */
    versions: (policyId: string): PolicyRecord[] => every.all(policyId).map(toRecord),
    insert: write.transaction((record: PolicyRecord, authorId: string, ownerId: string | null, now: number) => {
      insertHead.run(record.policyId, ownerId, now);
      store(record, authorId, now);
    }),
    advance: write.transaction((record: PolicyRecord, authorId: string, now: number) => {
      store(record, authorId, now);
      advance.run(record.version, now, record.policyId);
    }),
    retire: (policyId: string, now: number): void => void retire.run(now, policyId),
    /** Somebody's own, with every version. */
    ofPerson: (userId: string): object[] =>
      ownedBy.all(userId).map((own) => ({ ...own, versions: every.all(own.policy_id).map(toOwnVersion) })),
    /** A deleted account's own. */
    erase(userId: string): void {
      retireOf.run(userId);
      removeVersionsOf.run(userId);
      removeOf.run(userId);
    },
  };
}
export type PolicyRepository = ReturnType<typeof createPolicyRepository>;

const toOwnVersion = ({ version, hash, document, created_at }: VersionRow): object => ({
  ...{ version, hash, created_at },
  document: JSON.parse(document) as object,
});
