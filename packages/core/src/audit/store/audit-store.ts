import type { AuditFilter } from "@lucid/contract";
import type { Store, StoreHost } from "@lucid/foundation";
import type { AuditRecord } from "../entries/audit-record.ts";

/** Where a log begins and ends. */
export interface AuditHead {
  /** SHA-256 of the RFC 8785 form of `beginning`: what the first entry names as the one before. */
  readonly logId: string;
  /** RFC 8785 form of the document that a log begins with. */
  readonly beginning: string;
  /** Number of the last entry, and its hash; 0 and the log's id before there is one. */
  readonly size: number;
  readonly head: string;
  /** Number of the first entry that retention has left; `size + 1` where there is none. */
  readonly first: number;
}

export interface StoredEntry {
  readonly sequence: number;
  /** RFC 8785 form. */
  readonly content: string;
  readonly hash: string;
}

export interface EntryQuery {
  readonly filter: AuditFilter;
  /** Only entries before this one. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export interface ExportQuery {
  readonly filter: AuditFilter;
  readonly format: "jsonl" | "csv";
  readonly after: number;
  /** The last entry that may be among them. */
  readonly until: number;
  readonly limit: number;
}

/** Some lines of an export. */
export interface ExportPart {
  readonly text: string;
  readonly count: number;
  /** Where the next part goes on; undefined at the end. */
  readonly next: number | undefined;
}

export interface CheckStep {
  readonly checkedTo: number;
  /** Hash of that entry. */
  readonly hash: string;
  readonly problem?: { readonly sequence: number; readonly reason: "altered" | "removed" };
}

/** What retention takes away: the entries from `first` to `last`. */
export interface Removal {
  readonly first: number;
  readonly last: number;
  readonly count: number;
  /** Hash of the last one, which the first that stays names. */
  readonly lastHash: string;
}

/** The calls that a store answers, each with what it is asked and what it answers. All are bounded. */
export interface AuditCalls {
  readonly head: { readonly ask: null; readonly answer: AuditHead };
  /** All entries or none, synced. `isAgain`: some of them may be there already, and are passed over. */
  readonly append: {
    readonly ask: { readonly records: readonly AuditRecord[]; readonly isAgain: boolean };
    readonly answer: AuditHead;
  };
  readonly list: {
    readonly ask: EntryQuery;
    readonly answer: { readonly entries: readonly StoredEntry[]; readonly next: number | null };
  };
  readonly find: { readonly ask: string; readonly answer: StoredEntry | null };
  /** Hash of an entry, or of the log's beginning for 0; null where it is not there. */
  readonly hashOf: { readonly ask: number; readonly answer: string | null };
  readonly exportPart: { readonly ask: ExportQuery; readonly answer: ExportPart };
  /** Goes through the entries behind one that was checked. */
  readonly check: {
    readonly ask: { readonly after: number; readonly hash: string; readonly limit: number };
    readonly answer: CheckStep;
  };
  /** What is older than a time, as far as nothing younger stands before it. */
  readonly removable: { readonly ask: number; readonly answer: Removal | null };
  /** Writes the entry that tells of a removal, and the tombstone that allows it. */
  readonly entomb: { readonly ask: { readonly record: AuditRecord; readonly removal: Removal }; readonly answer: AuditHead };
  /** Removes some of what a tombstone allows; how many rows went. */
  readonly sweep: { readonly ask: number; readonly answer: number };
}
export type AuditStore = Store<AuditCalls>;
export type AuditHost = StoreHost<AuditCalls>;
