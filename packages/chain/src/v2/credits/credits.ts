import type { v2 } from "@lucid/proof";

/** Kinds of work that give credits. Presence gives none: it gives the uptime. */
export const CREDIT_KINDS = ["relay_bandwidth", "storage_availability", "validation_signature"] as const;
export type CreditKind = (typeof CREDIT_KINDS)[number];

/** Credits of a vote in a final block (consensus 3.4). */
export const VOTE_CREDITS = 5;

type Limits = Pick<v2.Parameters, "base_bytes_per_session" | "credit_cap">;
type Reports<Kind extends v2.TaskProof["kind"]> = Extract<v2.TaskProof, { kind: Kind }>["reports"];

/** What a proof is worth: credits of its kind, or slots in which the node was present. */
export type Worth =
  | { readonly kind: Exclude<CreditKind, "validation_signature">; readonly credits: number }
  | { readonly kind: "uptime_beacon"; readonly slots: number };

/** The worth of a proof that so many auditors could have reported to. Credits are cut to the cap of an epoch. */
export function worthOf(proof: v2.TaskProof, auditors: number, limits: Limits): Worth {
  if (proof.kind === "uptime_beacon") return { kind: proof.kind, slots: slotsPresent(proof.reports, auditors) };
  const credits = proof.kind === "relay_bandwidth" ? relayed(proof.reports, limits) : stored(proof.reports);
  return { kind: proof.kind, credits: cut(credits, limits) };
}

/** Credits up to the cap. */
export const cut = (credits: bigint | number, { credit_cap }: Pick<Limits, "credit_cap">): number =>
  credits < credit_cap ? Number(credits) : credit_cap;

function relayed(reports: Reports<"relay_bandwidth">, { base_bytes_per_session }: Limits): bigint {
  const bytes = BigInt(median(reports.map(({ report }) => report.value.bytes_transferred)));
  const sessions = BigInt(median(reports.map(({ report }) => report.value.sessions_relayed)));
  const base = BigInt(base_bytes_per_session);
  const byBytes = (bytes + base - 1n) / base;
  return sessions > byBytes ? sessions : byBytes;
}

function stored(reports: Reports<"storage_availability">): bigint {
  const bytes = BigInt(median(reports.map(({ report }) => report.value.size_bytes)));
  const chunks = BigInt(median(reports.map(({ report }) => report.value.chunks_stored)));
  return (10n * bytes) / 2n ** 30n + 2n * chunks;
}

/** Of two values the lower one, so that one auditor of two cannot raise it. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[(sorted.length - 1) >> 1] ?? 0;
}

/** Slots that more than half of the auditors saw the node in; the silent ones did not. */
function slotsPresent(reports: Reports<"uptime_beacon">, auditors: number): number {
  const bitmaps = reports.map(({ report }) => Buffer.from(report.value, "hex"));
  const bits = 8 * Math.max(...bitmaps.map(({ length }) => length));
  let slots = 0;
  for (let slot = 0; slot < bits; slot += 1) if (2 * bitmaps.filter((map) => hasSlot(map, slot)).length > auditors) slots += 1;
  return slots;
}

const hasSlot = (bitmap: Uint8Array, slot: number): boolean => (((bitmap[slot >> 3] ?? 0) >> (7 - (slot & 7))) & 1) === 1;

/** Whether a bitmap has a byte for each eight slots of an epoch and nothing beyond its last slot. */
export function isBitmapOf(hex: string, { epoch_slots }: Pick<v2.Parameters, "epoch_slots">): boolean {
  if (hex.length !== 2 * Math.ceil(epoch_slots / 8)) return false;
  const bitmap = Buffer.from(hex, "hex");
  for (let slot = epoch_slots; slot < 8 * bitmap.length; slot += 1) if (hasSlot(bitmap, slot)) return false;
  return true;
}
