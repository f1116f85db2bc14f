import { z } from "zod";
import { Evidence } from "../formats/evidence.ts";
import { Genesis } from "../formats/genesis.ts";
import { Count, Hash, PublicKey, Signature } from "../formats/primitives.ts";

/** What an audit log begins with. The hash of it is the log's id, and what the first entry names as the one before. */
export const AuditBeginning = z.strictObject({
  format: z.literal("lucid-audit-log"),
  version: z.literal(1),
  node: PublicKey,
  created_at: z.string(),
  salt: Hash,
});
export type AuditBeginning = z.infer<typeof AuditBeginning>;

/** First line of an export: of the whole log where `filter` is null, else of what the filter found. */
export const AuditExportHead = z.strictObject({
  beginning: AuditBeginning,
  genesis: Genesis,
  /** Number of the first entry that retention has left. */
  first: z.int().positive(),
  filter: z.record(z.string(), z.string()).nullable(),
});
export type AuditExportHead = z.infer<typeof AuditExportHead>;

/** Last line of an export, signed by the node: how far the log went. */
export const AuditExportEnd = z.strictObject({
  log: Hash,
  first: z.int().positive(),
  size: Count,
  head: Hash,
  exported_at_ms: Count,
});
export type AuditExportEnd = z.infer<typeof AuditExportEnd>;

/** The lines of an export around its entries. */
export const AuditHeadLine = z.strictObject({ audit_log: AuditExportHead });
export const AuditAnchorLine = z.strictObject({ anchor: Evidence });
export const AuditEndLine = z.strictObject({ end: AuditExportEnd, signature: Signature });
