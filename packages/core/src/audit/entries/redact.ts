import { shownLine } from "@lucid/contract";
import type { AuditDetails } from "../../calls/index.ts";

const REDACTED = "[redacted]";

/** Longest text of an entry. What people write as a reason is shorter. */
const MAX_TEXT = 512;
const MAX_DETAILS = 32;
const DETAIL_NAME = /^[a-z][a-z0-9_]{0,39}$/;

/** Things that let somebody in, or open something, by their shape. Hashes have none of these. */
const SECRETS: readonly RegExp[] = [
  /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]+/g, // JSON web tokens
  /\blucid_[\w-]{8,}/g, // keys of machine accounts
  /\bAGE-SECRET-KEY-1[0-9A-Z]+/gi,
  /\b(?:bearer|basic)\s+[\w.~+/=-]+/gi,
  /\b(?:0x)?[0-9a-f]{96,}\b/gi, // signatures
  /\b(?:[a-z]{3,8}\s+){11,}[a-z]{3,8}\b/g, // recovery phrases
];
const SECRET_NAME =
  /pass|secret|token|signature|phrase|mnemonic|seed|private|cookie|authorization|otp|challenge|(?:^|_)(?:key|code)$/;

/** A text as an entry may hold it: one line, not too long, with what looks like a secret covered. */
export function redactText(text: string): string {
  const covered = SECRETS.reduce((left, secret) => left.replace(secret, REDACTED), shownLine(text));
  return covered.length > MAX_TEXT ? `${covered.slice(0, MAX_TEXT).toWellFormed()}…` : covered;
}

/** Details with plain names: what is named like a secret is covered, whatever it is. */
export function redactDetails(details: AuditDetails): AuditDetails {
  const kept = Object.entries(details).filter(([name]) => DETAIL_NAME.test(name));
  return Object.fromEntries(kept.slice(0, MAX_DETAILS).map(([name, value]) => [name, redacted(name, value)]));
}

function redacted(name: string, value: AuditDetails[string]): AuditDetails[string] {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  return SECRET_NAME.test(name) ? REDACTED : redactText(value);
}
