import { type AuditLogFault, canonicalJson, type Evidence, MAX_AUDIT_LINE_BYTES } from "@lucid/proof";
import type { AuditExportOptions } from "../audit/audit-export.ts";
import { forgeEvidence } from "../proof/forge-evidence.ts";
import { testNetwork, testSigner } from "../proof/test-network.ts";
import { auditEntryVectors } from "./audit-entry-vectors.ts";
import { bad, exported, good, OTHER } from "./audit-vector-tools.ts";
import { malformed } from "./malformed.ts";
import { base64, invalid, type Vector, type VectorFile, valid, vectorFile } from "./vector.ts";

const MOST_ANCHORS = 16;

/** Saved audit logs, and each way in which one can be wrong. */
export function auditVectors(): VectorFile {
  const clean = exported();
  const line = (number: number): string => clean[number] ?? "";
  const said = (number: number): object => JSON.parse(line(number)) as object;
  const last = clean.length - 1;
  const ends = (name: string, change: object, fault: AuditLogFault, entry?: number): Vector =>
    bad(name, exported({ ends: change }), fault, entry);
  const anchored = (
    name: string,
    anchors: NonNullable<AuditExportOptions["anchors"]>,
    fault: AuditLogFault,
    entry?: number,
  ): Vector => bad(name, exported({ entries: 6, anchors }), fault, entry);
  const whole = ["genesis", "created_at", "evidence"];
  const formless = (number: number, fault: AuditLogFault, skipped: readonly string[]): Vector[] =>
    [...malformed(said(number), skipped)]
      .filter(({ name, document }) => !name.includes("created_at") && canonicalJson(document) !== "{}")
      .map(({ name, document }) => bad(`line ${number + 1}: ${name}`, clean.with(number, canonicalJson(document)), fault));
  const spaced = (number: number) => clean.with(number, line(number).replace(":", ": "));
  const start = (change: object): string[] => {
    const { audit_log: head } = said(0) as { readonly audit_log: object };
    return clean.with(0, canonicalJson({ audit_log: { ...head, ...change } }));
  };
  const { beginning, genesis } = (said(0) as { readonly audit_log: Readonly<Record<string, object>> }).audit_log;
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, size) => size + 1);
  const many = (count: number) => exported({ entries: MOST_ANCHORS + 1, anchors: upTo(count) });
  const removed = (options: Partial<AuditExportOptions> = {}) => exported({ entries: 6, removed: 3, anchors: [4], ...options });

  return vectorFile(
    "audit",
    "A saved audit log as text, or as bytes (pieces of which each is repeated). `anchors` are the sizes of those that count; `entry` is the entry at fault.",
    [
      good("a log", clean),
      valid("a log without its last line feed", { text: clean.join("\n") }, { size: 4 }),
      good("a log without an anchor", exported({ anchors: [] }), { anchors: [] }),
      good("a log of three producers", exported({ weights: [2, 2, 1] }), { deciding_keys: 2 }),
      good("a log with two anchors in one block", exported({ anchors: [1, 2] }), { anchors: [1, 2] }),
      good("a log with anchors in two blocks", exported({ anchors: [1, { size: 2, block: 1 }] }), { anchors: [1, 2] }),
      good("a log with the most anchors", many(MOST_ANCHORS), { size: MOST_ANCHORS + 1, anchors: upTo(MOST_ANCHORS) }),
      good("a log without entries", exported({ entries: 0, anchors: [] }), { size: 0, anchors: [] }),
      good("a log whose first entries were removed", removed(), { first: 4, size: 6, anchors: [4] }),
      good("an anchor of the last entry that was removed", removed({ anchors: [3] }), { first: 4, size: 6, anchors: [3] }),
      good("an anchor of an entry that was removed", removed({ anchors: [2] }), { first: 4, size: 6, anchors: [] }),
      invalid("nothing", { text: "" }, "not-an-export"),
      bad("a document of another kind", ["{}"], "not-an-export"),
      ...formless(0, "not-an-export", whole),
      ...formless(1, "anchor-invalid", ["anchor"]),
      ...formless(last, "not-an-export", []),
      bad("a beginning at a time that is a number", start({ beginning: { ...beginning, created_at: 0 } }), "not-an-export"),
      bad("a beginning of another version", start({ beginning: { ...beginning, version: 2 } }), "not-an-export"),
      bad("a beginning of another format", start({ beginning: { ...beginning, format: "lucid-log" } }), "not-an-export"),
      bad("a log from entry 0 on", start({ first: 0 }), "not-an-export"),
      bad("a genesis that contradicts itself", start({ genesis: { ...genesis, producers: [] } }), "not-an-export"),
      bad("what a filter found", start({ filter: { q: "x" } }), "selection"),
      bad("what a filter found that is none", start({ filter: { q: 5 } }), "not-an-export"),
      bad(
        "what a filter found on a network that is none",
        start({ filter: {}, genesis: { ...genesis, version: 1 } }),
        "selection",
      ),
      bad(
        "half of a character in the beginning",
        clean.with(0, line(0).replace('"created_at":"2026', '"created_at":"\\ud800')),
        "not-an-export",
      ),
      bad("a first line with spaces", spaced(0), "not-an-export"),
      bad("an anchor with spaces", spaced(1), "anchor-invalid"),
      bad("a last line with spaces", spaced(last), "not-an-export"),
      bad("a line that is none of these", clean.toSpliced(3, 0, "hello"), "not-an-export"),
      bad("an empty line", clean.toSpliced(3, 0, ""), "not-an-export"),
      bad("an anchor among the entries", clean.toSpliced(3, 0, line(1)), "not-an-export"),
      bad("an anchor behind an entry", [line(0), ...clean.slice(2, -1), line(1), line(last)], "not-an-export"),
      bad("the last line twice", [...clean, line(last)], "not-an-export"),
      bad("an anchor that is not final", clean.with(1, line(1).replace('"size":2', '"size":3')), "anchor-invalid"),
      anchored("an anchor of another log", [{ size: 2, states: { log: OTHER } }], "anchor-invalid"),
      anchored("an anchor by another node", [{ size: 2, sender: testSigner("audit/another") }], "anchor-invalid"),
      anchored(
        "an anchor of a session",
        [
          {
            size: 2,
            states: { type: "node_checkpoint", data: { heads: [{ session_id: SESSION, size: 1, root: OTHER }] } },
          },
        ],
        "anchor-invalid",
      ),
      bad("too many anchors", many(MOST_ANCHORS + 1), "not-an-export"),
      anchored("anchors of falling sizes", [4, 2], "anchor-invalid"),
      anchored("two anchors of one size", [{ size: 2 }, { size: 2 }], "anchor-invalid"),
      anchored("anchors of falling numbers", [{ size: 2, sequence: 9 }, { size: 4 }], "anchor-invalid"),
      anchored("two anchors of one number", [{ size: 2, sequence: 1 }, { size: 4 }], "anchor-invalid"),
      anchored("anchors in falling blocks", [{ size: 2, block: 1 }, { size: 4 }], "anchor-invalid"),
      bad("anchors that no chain can hold together", conflicting(), "anchor-invalid"),
      anchored("an anchor with the hash of another entry", [{ size: 2, states: { root: OTHER } }], "anchor-mismatch", 2),
      anchored("an anchor of an entry that is not there", [{ size: 7, states: { root: OTHER } }], "anchor-mismatch", 7),
      bad(
        "an anchor with another hash of the last entry that was removed",
        removed({ anchors: [{ size: 3, states: { root: OTHER } }] }),
        "anchor-mismatch",
        3,
      ),
      bad("a last line that nobody signed", clean.with(last, line(last).replace('"size":4', '"size":3')), "end-signature"),
      bad("no last line", clean.slice(0, -1), "truncated", 5),
      bad("the first line alone", clean.slice(0, 1), "truncated", 1),
      ends("the last line of another log", { log: OTHER }, "end-mismatch"),
      ends("the last line of a log from another entry on", { first: 2 }, "end-mismatch"),
      ends("the last line of a longer log", { size: 5 }, "truncated", 5),
      ends("the last line of a shorter log", { size: 3 }, "end-mismatch", 4),
      ends("the last line with another hash", { head: OTHER }, "end-mismatch", 4),
      bad(
        "the last line with another hash, of a log without entries",
        exported({ entries: 0, anchors: [], ends: { head: OTHER } }),
        "end-mismatch",
        0,
      ),
      ...auditEntryVectors(),
      ...longest(),
    ],
  );
}

const SESSION = "1795826d-1e44-4028-a4b2-648b18c40486";

/** Two anchors of which one is in a block that cannot be of the other's chain. */
function conflicting(): string[] {
  const two = exported({ anchors: [1, 2] });
  const { anchor } = JSON.parse(two[2] ?? "") as { readonly anchor: Evidence };
  const timestamp = (anchor.headers[0]?.header.timestamp ?? 0) + 1;
  const other = forgeEvidence(testNetwork("audit", { name: "audit" }), testSigner("audit/node"), anchor, {
    header: { timestamp },
  });
  return two.with(2, canonicalJson({ anchor: other }));
}

/** A line as long as one may be, which is no entry, and one byte longer. */
function longest(): Vector[] {
  const begun = `${exported({ entries: 1, anchors: [] })[0] ?? ""}\n`;
  const piece = (part: string, times = 1) => ({ bytes: base64(Buffer.from(part)), times });
  const line = (length: number) => [piece(`${begun}{"entry":`), piece("x", length - '{"entry":'.length), piece("\n")];
  return [
    invalid("a line as long as may be", { bytes: line(MAX_AUDIT_LINE_BYTES) }, "altered", { entry: 1 }),
    invalid("a longer line", { bytes: line(MAX_AUDIT_LINE_BYTES + 1) }, "not-an-export"),
  ];
}
