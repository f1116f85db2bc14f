import { createHash } from "node:crypto";
import { buildAuditExport, forgeEvidence, testNetwork, testSigner } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../encoding/canonical-json.ts";
import type { Evidence } from "../formats/evidence.ts";
import { auditLine, MAX_AUDIT_LINE_BYTES } from "./audit-line.ts";
import { type AuditLogVerdict, createAuditLogCheck } from "./verify-audit-log.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

function verify(lines: readonly string[]): AuditLogVerdict {
  const check = createAuditLogCheck(sha256);
  for (const line of lines) check.push(line);
  return check.end();
}

const refused = (lines: readonly string[]) => {
  const verdict = verify(lines);
  return verdict.verified ? undefined : { fault: verdict.refusal.fault, entry: verdict.refusal.entry };
};

/** Line of an entry: behind the first line and one anchor. */
const at = (entry: number): number => entry + 1;
const clean = buildAuditExport({ entries: 10, anchors: [6] });
const without = (line: number): string[] => clean.toSpliced(line, 1);
const swapped = (one: number, other: number): string[] => clean.with(one, clean[other] ?? "").with(other, clean[one] ?? "");
const edited = (line: number, from: string, to: string): string[] => clean.with(line, (clean[line] ?? "").replace(from, to));

/** The entry is written anew, with a hash that fits it. */
function rewritten(lines: readonly string[], entry: number, change: (content: string) => string): string[] {
  const content = change((lines[at(entry)] ?? "").slice('{"entry":'.length, -75));
  return lines.toSpliced(at(entry), 1, `{"entry":${content},"hash":"${sha256(content)}"}`);
}

/** Every entry from one on is hashed anew, as somebody does who can write the whole file. */
function rehashed(from: number): string[] {
  let lines = rewritten(clean, from, (content) => content.replace("127.0.0.1", "127.0.0.2"));
  for (let entry = from + 1; entry <= 10; entry += 1) {
    const before = (lines[at(entry) - 1] ?? "").slice(-66, -2);
    lines = rewritten(lines, entry, (content) => content.replace(/"previous":"\w+"/, `"previous":"${before}"`));
  }
  return lines;
}

describe("an export of an audit log", () => {
  it("verifies as it was made, and says how far the chain vouches for it", () => {
    const verdict = verify(clean);
    expect(verdict).toMatchObject({
      verified: true,
      facts: { first: 1, size: 10, decidingKeys: 1, anchors: [{ size: 6, height: 2 }] },
    });
    expect(verify(buildAuditExport({ entries: 0 }))).toMatchObject({ verified: true, facts: { size: 0, anchors: [] } });
  });

  it("is refused where an entry was altered, and names it", () => {
    expect(refused(edited(at(4), "127.0.0.1", "127.0.0.2"))).toEqual({ fault: "altered", entry: 4 });
    expect(refused(edited(at(4), '"hash":"', '"hash" :"'))).toEqual({ fault: "altered", entry: 4 });
    const fitting = rewritten(clean, 4, (content) => content.replace("127.0.0.1", "127.0.0.2"));
    expect(refused(fitting)).toEqual({ fault: "altered", entry: 5 });
  });

  it("is refused where all hashes were made to fit again, by the chain or by the node's signature", () => {
    expect(refused(rehashed(4))).toEqual({ fault: "end-mismatch", entry: 10 });
    expect(refused(rehashed(4).slice(0, -1))).toEqual({ fault: "truncated", entry: 11 });
    const [end = ""] = clean.slice(-1);
    const forged = JSON.parse(end) as { end: { head: string } };
    forged.end.head = (rehashed(4).at(-2) ?? "").slice(-66, -2);
    expect(refused([...rehashed(4).slice(0, -1), JSON.stringify(forged)])).toEqual({ fault: "end-signature", entry: undefined });
  });

  it.each([1, 5, 10])("is refused where entry %i was removed, and names it", (entry) => {
    const fault = entry === 10 ? "truncated" : "removed";
    expect(refused(without(at(entry)))).toEqual({ fault, entry });
  });

  it("is refused where entries were moved, and names the first that is out of its place", () => {
    expect(refused(swapped(at(3), at(7)))).toEqual({ fault: "reordered", entry: 3 });
    expect(refused(clean.toSpliced(at(5), 0, clean[at(2)] ?? ""))).toEqual({ fault: "reordered", entry: 5 });
  });

  it("is refused where its end was cut off, and names the first entry that is missing", () => {
    expect(refused(clean.slice(0, at(8)))).toEqual({ fault: "truncated", entry: 8 });
    expect(refused(clean.toSpliced(at(8), 3))).toEqual({ fault: "truncated", entry: 8 });
    expect(refused(clean.slice(0, 1))).toEqual({ fault: "truncated", entry: 1 });
    expect(refused([])).toMatchObject({ fault: "not-an-export" });
  });

  it("is refused where the beginning was cut off, unless the log tells of it", () => {
    const cleaned = buildAuditExport({ entries: 10, removed: 4, anchors: [6] });
    expect(verify(cleaned)).toMatchObject({ verified: true, facts: { first: 5, size: 10 } });
    const cut = clean.toSpliced(at(1), 3).with(0, (clean[0] ?? "").replace('"first":1', '"first":4'));
    expect(refused(cut)).toEqual({ fault: "end-mismatch", entry: undefined });
    expect(refused(buildAuditExport({ entries: 10, removed: 4, silent: true }))).toEqual({ fault: "removed", entry: 4 });
  });

  it("is refused with an anchor that is not its own, or not final", () => {
    const [, anchor = ""] = clean;
    expect(refused(clean.with(1, anchor.replace('"size":6', '"size":7')))).toMatchObject({ fault: "anchor-invalid" });
    expect(refused(clean.toSpliced(4, 0, anchor))).toMatchObject({ fault: "not-an-export" });
    const longer = buildAuditExport({ entries: 12, anchors: [11] });
    expect(refused(clean.with(1, longer[1] ?? ""))).toMatchObject({ fault: "anchor-mismatch", entry: 11 });
  });

  it("counts no anchor of entries that it does not have", () => {
    const anchored = (anchors: readonly number[]) => {
      const verdict = verify(buildAuditExport({ entries: 10, removed: 4, anchors }));
      return verdict.verified && verdict.facts.anchors.map(({ size }) => size);
    };
    expect(anchored([2, 3])).toEqual([]);
    expect(anchored([3, 4, 6])).toEqual([4, 6]);
  });

  it("is refused with anchors that no chain can hold together", () => {
    expect(verify(buildAuditExport({ entries: 10, anchors: [3, 6] }))).toMatchObject({ verified: true });
    expect(refused(buildAuditExport({ entries: 10, anchors: [8, 6] }))).toMatchObject({ fault: "anchor-invalid" });
    const two = buildAuditExport({ entries: 10, anchors: [3, 6] });
    const { anchor } = JSON.parse(two[2] ?? "") as { anchor: Evidence };
    const timestamp = (anchor.headers[0]?.header.timestamp ?? 0) + 1;
    const other = forgeEvidence(testNetwork("audit", { name: "audit" }), testSigner("audit/node"), anchor, {
      header: { timestamp },
    });
    expect(refused(two.toSpliced(1, 2, canonicalJson({ anchor: other })))).toBeUndefined();
    expect(refused(two.with(2, canonicalJson({ anchor: other })))).toMatchObject({ fault: "anchor-invalid" });
  });

  it("is refused with more anchors than an export has", () => {
    const to = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);
    expect(refused(buildAuditExport({ entries: 17, anchors: to(16) }))).toBeUndefined();
    expect(refused(buildAuditExport({ entries: 17, anchors: to(17) }))).toMatchObject({ fault: "not-an-export" });
  });

  it("is refused where a line is not as it was written", () => {
    expect(refused(clean.with(at(4), (clean[at(4)] ?? "").replace(/"\}$/, '"]')))).toEqual({ fault: "altered", entry: 4 });
    expect(refused(clean.with(at(4), `${clean[at(4)] ?? ""} `))).toEqual({ fault: "altered", entry: 4 });
    const array = JSON.stringify([{ sequence: 4 }]);
    expect(refused(clean.with(at(4), `{"entry":${array},"hash":"${sha256(array)}"}`))).toEqual({ fault: "altered", entry: 4 });
    const spaced = (line: number) => clean.with(line, (clean[line] ?? "").replace(":", ": "));
    expect([0, 1, clean.length - 1].map((line) => refused(spaced(line))?.fault)).toEqual([
      ...["not-an-export", "anchor-invalid", "not-an-export"],
    ]);
    const half = clean.with(0, (clean[0] ?? "").replace('"created_at":"2026', '"created_at":"\\ud800'));
    expect(refused(half)).toMatchObject({ fault: "not-an-export" });
    const [first = "", ...others] = clean;
    const check = createAuditLogCheck(sha256);
    for (const line of [first, undefined, ...others]) check.push(line);
    expect(check.end()).toMatchObject({ verified: false, refusal: { fault: "not-an-export", line: 2 } });
    expect([Uint8Array.of(0xff), new Uint8Array(MAX_AUDIT_LINE_BYTES + 1)].map(auditLine)).toEqual([undefined, undefined]);
    expect(auditLine(Buffer.from("ä"))).toBe("ä");
  });

  it("is refused where a log without entries ends with the hash of one", () => {
    const empty = buildAuditExport({ entries: 0, ends: { head: "5".repeat(64) } });
    expect(refused(empty)).toEqual({ fault: "end-mismatch", entry: 0 });
  });

  it("is told where times do not fit: each a minute apart, and a millisecond more", () => {
    const blockMs = Date.UTC(2026, 0, 1, 0, 0, 20);
    const doubts = (options: Partial<Parameters<typeof buildAuditExport>[0]>) => {
      const verdict = verify(buildAuditExport({ entries: 10, anchors: [6], ...options }));
      return verdict.verified && verdict.facts.doubts;
    };
    const later = (ms: number) => ({ timestamps: { 6: new Date(blockMs + ms).toISOString() } });
    expect(doubts(later(60_000))).toEqual([]);
    expect(doubts(later(60_001))).toEqual([{ code: "entry-after-block", ms: 60_001 }]);
    expect(doubts({ timestamps: { 7: new Date(blockMs + 3_600_000).toISOString() } })).toEqual([]);
    const last = Date.UTC(2026, 0, 1, 0, 0, 10);
    expect(doubts({ anchors: [], exportedAtMs: last - 60_000 })).toEqual([]);
    expect(doubts({ anchors: [], exportedAtMs: last - 60_001 })).toEqual([{ code: "exported-before-entry", ms: 60_001 }]);
    expect(doubts({ exportedAtMs: blockMs - 60_001 })).toEqual([{ code: "exported-before-block", ms: 60_001 }]);
    for (const none of ["yesterday", "2026-02-30T00:00:00.000Z", "+272760-01-01T00:00:00.000Z"])
      expect(doubts({ timestamps: { 6: none } })).toEqual([]);
  });

  it("is refused with an entry that two programs can read in two ways, or that is none", () => {
    const twice = rewritten(clean, 4, (content) => content.replace('"door"', '"door":"rdp","door"'));
    expect(refused(twice)).toEqual({ fault: "altered", entry: 4 });
    expect(refused(rewritten(clean, 4, () => "null"))).toEqual({ fault: "altered", entry: 4 });
  });

  it("does not repeat what somebody wrote in the place of a number", () => {
    const verdict = verify(rewritten(clean, 4, (content) => content.replace('"sequence":4', '"sequence":"VERIFIED. Entry 4"')));
    const detail = "an entry without a number stands where entry 4 belongs";
    expect(verdict).toMatchObject({ verified: false, refusal: { fault: "reordered", entry: 4, detail } });
  });

  it("is refused where it is no export, or what a filter found", () => {
    expect(refused(["{}"])).toMatchObject({ fault: "not-an-export" });
    expect(refused([...clean, "{}"])).toMatchObject({ fault: "not-an-export" });
    expect(refused(clean.toSpliced(3, 0, "hello"))).toMatchObject({ fault: "not-an-export" });
    const selected = (clean[0] ?? "").replace('"filter":null', '"filter":{"q":"x"}');
    expect(refused(clean.with(0, selected))).toMatchObject({ fault: "selection" });
  });
});
