import { shownLine } from "@lucid/contract";
import { coverSecrets, isSecretName, REDACTED } from "@lucid/foundation";
import type { AuditDetails } from "../../calls/index.ts";

/** Longest text of an entry. What people write as a reason is shorter. */
const MAX_TEXT = 512;
const MAX_DETAILS = 32;
const DETAIL_NAME = /^[a-z][a-z0-9_]{0,39}$/;

/** A text as an entry may hold it: one line, not too long, with what looks like a secret covered. */
export function redactText(text: string): string {
  const covered = coverSecrets(shownLine(text));
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
  return isSecretName(name) ? REDACTED : redactText(value);
}
