import { createHash } from "node:crypto";
import type { AuditLogFault } from "@lucid/proof";
import { type AuditExportOptions, buildAuditExport } from "../audit/audit-export.ts";
import { invalid, type Vector, valid } from "./vector.ts";

export const OTHER = "5".repeat(64);
/** An entry of the log is the line of that number, behind the first line and one anchor. */
export const at = (entry: number): number => entry + 1;

export const exported = (options: Partial<AuditExportOptions> = {}): string[] =>
  buildAuditExport({ entries: 4, anchors: [2], ...options });
export const textOf = (lines: readonly string[]): string => `${lines.join("\n")}\n`;
export const bad = (name: string, lines: readonly string[], fault: AuditLogFault, entry?: number): Vector =>
  invalid(name, { text: textOf(lines) }, fault, entry === undefined ? {} : { entry });

interface Said {
  readonly first?: number;
  readonly size?: number;
  readonly anchors?: readonly number[];
  readonly doubts?: readonly object[];
  readonly deciding_keys?: number;
}

/** What an export that holds is said to be. */
export function good(name: string, lines: readonly string[], said: Said = {}): Vector {
  const { first = 1, size = 4, anchors = [2], doubts = [], deciding_keys = 1 } = said;
  return valid(name, { text: textOf(lines) }, { ...{ deciding_keys, first, size }, anchors, doubts });
}

export const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");
