import type { AuditLogFault } from "@lucid/proof";
import type { AuditExportOptions } from "../audit/audit-export.ts";
import { at, bad, exported, good, OTHER, sha256, textOf } from "./audit-vector-tools.ts";
import { base64, invalid, type Vector } from "./vector.ts";

const START_MS = Date.UTC(2026, 0, 1);
/** The second anchored block of an export. */
const BLOCK_MS = START_MS + 20_000;
const MOST_MS = Number.MAX_SAFE_INTEGER;

/** Entries of a saved log, and each way in which one can be wrong. */
export function auditEntryVectors(): Vector[] {
  const clean = exported();
  const entry = (number: number): string => clean[at(number)] ?? "";
  /** The entry is another one, with a hash that fits it. */
  const instead = (number: number, content: string, lines = clean): string[] =>
    lines.with(at(number), `{"entry":${content},"hash":"${sha256(content)}"}`);
  const content = (number: number): string => entry(number).slice('{"entry":'.length, -75);
  const edited = (name: string, number: number, change: (text: string) => string, fault: AuditLogFault, of = number): Vector =>
    bad(name, instead(number, change(content(number))), fault, of);
  const told = (change: object) => (one: Readonly<Record<string, unknown>>) =>
    one["action"] === "audit.cleaned_up" ? { ...one, ...change } : one;
  const cleaned = (name: string, change: object, options: Partial<AuditExportOptions> = {}): Vector =>
    bad(
      name,
      exported({ entries: 6, removed: 3, anchors: [4], edit: told(change), ...options }),
      "removed",
      options.removed ?? 3,
    );
  const tells = (last: unknown, last_hash: string = OTHER) => ({ details: { first: 1, last, count: 3, last_hash } });
  const lost = clean.toSpliced(at(2), 1);
  const back = (line: string): string[] => lost.toSpliced(-1, 0, line);
  const dated = (name: string, options: Partial<AuditExportOptions>, doubts: readonly (readonly [string, number])[]): Vector => {
    const anchors = (options.anchors ?? [2]).map((anchor) => (typeof anchor === "number" ? anchor : anchor.size));
    return good(`times: ${name}`, exported(options), { anchors, doubts: doubts.map(([code, ms]) => ({ code, ms })) });
  };
  const stamped = (name: string, timestamp: unknown): Vector =>
    dated(name, { edit: (one) => (one["sequence"] === 2 ? { ...one, timestamp } : one) }, []);
  const made = (number: number, ms: number) => ({ timestamps: { [number]: new Date(ms).toISOString() } });
  const broken = Buffer.from(content(2).replace("127.0.0.1", "127.0.0.?"));
  broken[broken.indexOf("?")] = 0xff;
  const [before, after] = [textOf(clean.slice(0, at(2))), textOf(clean.slice(at(3)))];

  return [
    bad("an entry that was changed", clean.with(at(2), entry(2).replace("127.0.0.1", "127.0.0.2")), "altered", 2),
    bad("an entry whose hash was changed", clean.with(at(2), entry(2).replace(/"hash":"\w/, '"hash":"g')), "altered", 2),
    bad("an entry whose line ends otherwise", clean.with(at(2), entry(2).replace(/\}$/, "]")), "altered", 2),
    bad("a byte behind an entry", clean.with(at(2), `${entry(2)} `), "altered", 2),
    bad("an entry without a hash", clean.with(at(2), `{"entry":${content(2)}}`), "altered", 2),
    bad(
      "an entry that was changed, with a hash that fits",
      instead(2, content(2).replace("127.0.0.1", "127.0.0.2")),
      "altered",
      3,
    ),
    edited("an entry with spaces", 2, (text) => text.replace(":", ": "), "altered"),
    edited("an entry that names something twice", 2, (text) => text.replace('"door"', '"door":"rdp","door"'), "altered"),
    edited("a list in the place of an entry", 2, (text) => `[${text}]`, "altered"),
    edited("null in the place of an entry", 2, () => "null", "altered"),
    edited(
      "an entry that goes on from another one",
      2,
      (text) => text.replace(/"previous":"\w+"/, `"previous":"${OTHER}"`),
      "altered",
    ),
    edited(
      "a first entry that goes on from another log",
      1,
      (text) => text.replace(/"previous":"\w+"/, `"previous":"${OTHER}"`),
      "altered",
    ),
    edited("an entry without a number", 2, (text) => text.replace(',"sequence":2', ""), "reordered"),
    edited("an entry whose number is a text", 2, (text) => text.replace('"sequence":2', '"sequence":"2"'), "reordered"),
    edited("an entry whose number is a truth", 1, (text) => text.replace('"sequence":1', '"sequence":true'), "reordered"),
    edited("an entry between two numbers", 2, (text) => text.replace('"sequence":2', '"sequence":2.5'), "removed"),
    bad("a first entry after one that is none", exported({ entries: 6, removed: 3, anchors: [4], edit: unrooted }), "altered", 4),
    invalid(
      "an entry that is no text",
      {
        bytes: [
          { bytes: base64(Buffer.from(`${before}{"entry":`)), times: 1 },
          { bytes: base64(broken), times: 1 },
          { bytes: base64(Buffer.from(`,"hash":"${sha256(broken)}"}\n${after}`)), times: 1 },
        ],
      },
      "not-an-export",
    ),
    bad("an entry twice", clean.toSpliced(at(3), 0, entry(2)), "reordered", 3),
    bad("two entries in the other order", clean.with(at(2), entry(3)).with(at(3), entry(2)), "reordered", 2),
    bad("an entry that is missing", lost, "removed", 2),
    bad("an entry that is missing, and no last line", lost.slice(0, -1), "removed", 2),
    bad(
      "an entry that is missing, before a last line that nobody signed",
      [...lost.slice(0, -1), unsigned(clean)],
      "end-signature",
    ),
    bad("an entry that comes later", back(entry(2)), "reordered", 2),
    bad("an entry that comes later, and was changed", back(entry(2).replace("127.0.0.1", "127.0.0.2")), "removed", 2),
    bad(
      "the first entry missing, and a truth as a number later",
      [...clean.toSpliced(at(1), 1).slice(0, -1), truth(content(1)), ...clean.slice(-1)],
      "removed",
      1,
    ),
    bad("the last entry missing", clean.toSpliced(at(4), 1), "truncated", 4),
    bad("removed entries that no entry tells of", exported({ entries: 6, removed: 3, anchors: [4], silent: true }), "removed", 3),
    cleaned("removed entries that an entry of another action tells of", { action: "sessions.start" }),
    cleaned("removed entries of which less is told", tells(2)),
    cleaned("removed entries of which another hash is told", tells(3)),
    cleaned("removed entries of which a text tells", { details: "last" }),
    cleaned("a removed entry that is told of by a truth", tells(true, hashOfFirst()), { removed: 1 }),
    dated("an entry a minute after its block", made(2, BLOCK_MS + 60_000), []),
    dated("an entry more than a minute after its block", made(2, BLOCK_MS + 60_001), [["entry-after-block", 60_001]]),
    dated("an entry before one with an anchor, after its block", made(1, BLOCK_MS + 60_001), [["entry-after-block", 60_001]]),
    dated("an entry behind the anchor, after its block", made(3, BLOCK_MS + 60_001), []),
    dated("saved a minute before an entry", { anchors: [], ...made(3, BLOCK_MS), exportedAtMs: BLOCK_MS - 60_000 }, []),
    dated("saved more than a minute before an entry", { anchors: [], ...made(3, BLOCK_MS), exportedAtMs: BLOCK_MS - 60_001 }, [
      ["exported-before-entry", 60_001],
    ]),
    dated("saved a minute before a block", { exportedAtMs: BLOCK_MS - 60_000 }, []),
    dated("saved more than a minute before a block", { exportedAtMs: BLOCK_MS - 60_001 }, [["exported-before-block", 60_001]]),
    dated("saved at the last moment", { exportedAtMs: MOST_MS }, []),
    stamped("an entry of a time that is a number", MOST_MS),
    stamped("an entry of a time without milliseconds", "2027-01-01T00:00:00Z"),
    stamped("an entry of a time with tenths of a second", "2027-01-01T00:00:00.0Z"),
    stamped("an entry of a time with something behind it", "2027-01-01T00:00:00.000Z+"),
    stamped("an entry of a day that does not exist", "2027-02-30T00:00:00.000Z"),
    stamped("an entry of a second that does not exist", "2027-01-01T00:00:60.000Z"),
    stamped("an entry of before 1970", "1969-12-31T23:59:59.999Z"),
  ];
}

const unrooted = (one: Readonly<Record<string, unknown>>) => (one["sequence"] === 4 ? { ...one, previous: 5 } : one);

const unsigned = (clean: readonly string[]): string => (clean.at(-1) ?? "").replace('"size":4', '"size":5');

function truth(content: string): string {
  const changed = content.replace('"sequence":1', '"sequence":true');
  return `{"entry":${changed},"hash":"${sha256(changed)}"}`;
}

/** Of entry 1 of an export of six entries. */
const hashOfFirst = (): string => (exported({ entries: 6 })[at(1)] ?? "").slice(-66, -2);
