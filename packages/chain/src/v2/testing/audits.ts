import { DOMAIN, type v2 } from "@lucid/proof";
import type { ChainKeys } from "../../ports.types.ts";
import { auditorsOf } from "../credits/auditors.ts";

type Value<Kind extends v2.AuditReport["kind"]> = Extract<v2.AuditReport, { kind: Kind }>["value"];

export interface AuditedNode {
  /** Hash of the network. */
  readonly network: string;
  readonly epoch: number;
  readonly node: string;
  /** Of its member. */
  readonly entity: string;
  readonly roster: readonly v2.Member[];
  /** Keys of the auditors that report, by entity. */
  keysOf(entity: string): ChainKeys | undefined;
}

/** The reports of a node's auditors, each with what it has seen; undefined for one that says nothing. */
export function reportWork<Kind extends v2.AuditReport["kind"]>(
  { network, epoch, node, entity, roster, keysOf }: AuditedNode,
  kind: Kind,
  seen: (auditor: string, index: number) => Value<Kind> | undefined,
): v2.TaskProof {
  const reports = auditorsOf({ network, epoch, entity }, roster).flatMap((auditor, index) => {
    const keys = keysOf(auditor);
    const value = seen(auditor, index);
    if (keys === undefined || value === undefined) return [];
    const report = { network, epoch, node, kind, auditor: keys.publicKey, value };
    return [{ report, signature: keys.sign(DOMAIN.auditV2, report) }];
  });
  return { node, epoch, kind, reports } as v2.TaskProof;
}

/** A bitmap of an epoch in which a node was present in the slots for which this holds. */
export function bitmapOf(epochSlots: number, isPresent: (slot: number) => boolean): string {
  const bytes = Buffer.alloc(Math.ceil(epochSlots / 8));
  for (let slot = 0; slot < epochSlots; slot += 1)
    if (isPresent(slot)) bytes[slot >> 3] = (bytes[slot >> 3] ?? 0) | (128 >> (slot & 7));
  return bytes.toString("hex");
}
