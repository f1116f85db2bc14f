import { z } from "zod";
import { Count, Hash, PublicKey, Signature } from "../formats/primitives.ts";

/** Most auditors of a node in an epoch (consensus 3.5). */
export const MAX_AUDITORS = 3;

/** `node` is the key of the audited node; `auditor` the one that signs, which is one of the auditing member's. */
const audited = { network: Hash, epoch: Count, node: PublicKey, auditor: PublicKey };

/** The slots of an epoch in hex: slot i of it is bit 7 - i mod 8 of byte i / 8, what is beyond the last slot is 0. */
const Bitmap = z
  .string()
  .max(16_384)
  .regex(/^(?:[0-9a-f]{2})+$/, "whole bytes in lower-case hex");

const RelayReport = z.strictObject({
  ...audited,
  kind: z.literal("relay_bandwidth"),
  value: z.strictObject({ bytes_transferred: Count, sessions_relayed: Count }),
});
const StorageReport = z.strictObject({
  ...audited,
  kind: z.literal("storage_availability"),
  value: z.strictObject({ chunks_stored: Count, size_bytes: Count }),
});
const UptimeReport = z.strictObject({ ...audited, kind: z.literal("uptime_beacon"), value: Bitmap });

/** What one auditor says of one node's work of one kind in one epoch (consensus 3.5). */
export const AuditReport = z.discriminatedUnion("kind", [RelayReport, StorageReport, UptimeReport]);
export type AuditReport = z.infer<typeof AuditReport>;

const proven = { node: PublicKey, epoch: Count };
const signed = <Report extends z.ZodType>(report: Report) =>
  z
    .array(z.strictObject({ report, signature: Signature }))
    .min(1)
    .max(MAX_AUDITORS);

/** The reports of a node's auditors about its work of one kind in one epoch. */
export const TaskProof = z.discriminatedUnion("kind", [
  z.strictObject({ ...proven, kind: z.literal("relay_bandwidth"), reports: signed(RelayReport) }),
  z.strictObject({ ...proven, kind: z.literal("storage_availability"), reports: signed(StorageReport) }),
  z.strictObject({ ...proven, kind: z.literal("uptime_beacon"), reports: signed(UptimeReport) }),
]);
export type TaskProof = z.infer<typeof TaskProof>;
