import type { CodedGap, Gap } from "@lucid/proof";
import { malformed } from "./malformed.ts";
import { type Vector, type VectorFile, valid, vectorFile } from "./vector.ts";

const BEGUN_MS = 1_767_225_600_000;
const STOPPING_MS = 60_000;

const first = {
  format: "lucid-policy",
  version: 1,
  input: { mouse: true, keyboard: true },
  clipboard: { host_to_remote: false, remote_to_host: false },
  network: "none",
  recording: { keystrokes: false, on_loss: "freeze", programs: true },
  limits: { duration_s: 28_800, idle_s: 1_800 },
};
const second = {
  ...first,
  version: 2,
  source: { policy_id: "standard", version: 3, hash: "ab".repeat(32) },
  stated: { reason: "Look after the printer", ticket: "T-1" },
};

/** What a policy document and the times of a recording show of each other. No document is refused for its form. */
export function policyVectors(): VectorFile {
  const compared = (name: string, policy: unknown, seconds: number, beyondMs: number, expect: Vector["expect"]): Vector =>
    valid(name, { policy, started_at_ms: BEGUN_MS, ended_at_ms: BEGUN_MS + seconds * 1_000 + beyondMs, gaps: [] }, expect);
  const known = <Policy extends { readonly version: number }>(name: string, policy: Policy): Vector =>
    compared(name, policy, 28_800, 0, { version: policy.version, longer_ms: 0 });
  const unknown = (name: string, policy: unknown): Vector =>
    compared(name, policy, 1_000_000, 0, { version: null, longer_ms: 0 });
  const ending = { ...first, recording: { ...first.recording, on_loss: "end" } };
  const loss = (change: Partial<CodedGap> = {}): CodedGap => ({
    ...{ kind: "recorder_lost", code: "recorder-stuck", data: null, note: "" },
    ...{ from_ms: BEGUN_MS + 1_000, to_ms: BEGUN_MS + 1_001 + STOPPING_MS },
    ...change,
  });
  /** A recording that goes on for so long behind the first of these gaps, which may be null. */
  const lost = (
    name: string,
    gaps: readonly (CodedGap | Gap | null)[],
    afterMs: number,
    after_loss_ms: number,
    policy: unknown = ending,
  ): Vector => {
    const until = (gaps.find((gap) => gap !== null)?.to_ms ?? BEGUN_MS) + afterMs;
    const input = { policy, started_at_ms: BEGUN_MS, ended_at_ms: until, gaps };
    return valid(name, input, { version: (policy as { version: number }).version, longer_ms: 0, after_loss_ms });
  };
  const long = 600_000;
  const limits = (duration_s: number, idle_s: number) => ({ ...first, limits: { duration_s, idle_s } });
  const { programs: _, ...silent } = first.recording;
  const stated = (reason: string, ticket: string) => ({ ...second, stated: { reason, ticket } });
  const source = (changes: object) => ({ ...second, source: { ...second.source, ...changes } });
  return vectorFile(
    "policy",
    "A policy document and the start and end of a recording. `version` is null for a document of a form that is not defined.",
    [
      known("a document of version 1", first),
      known("a document of version 2", second),
      known("one that says nothing of programs", { ...first, recording: silent }),
      known("one whose terms come from no stored policy", { ...second, source: null }),
      known("one with the longest texts", stated("x".repeat(500), "x".repeat(100))),
      known("one of a policy with the shortest and first name", source({ policy_id: "a", version: 1 })),
      known("one of a policy with the longest name", source({ policy_id: "a".repeat(64) })),
      known("the shortest idle time", limits(28_800, 30)),
      known("the longest times", limits(86_400, 86_400)),
      known("internet, and an end when the recorder is lost", {
        ...first,
        network: "internet",
        recording: { keystrokes: true, on_loss: "end", programs: false },
      }),
      compared("a minute beyond its time", first, 28_800, STOPPING_MS, { version: 1, longer_ms: 0 }),
      compared("more than a minute beyond its time", first, 28_800, STOPPING_MS + 1, {
        version: 1,
        longer_ms: STOPPING_MS + 1,
      }),
      compared("more than a minute beyond the shortest time", limits(10, 30), 10, STOPPING_MS + 1, {
        version: 1,
        longer_ms: STOPPING_MS + 1,
      }),
      compared("more than a minute beyond its time, in version 2", second, 28_800, 3_600_000, {
        version: 2,
        longer_ms: 3_600_000,
      }),
      ...["lucid", 7, null, [], {}].map((policy) => unknown(`a document that is ${JSON.stringify(policy)}`, policy)),
      ...["encoder-stalled", "display-silent", "recorder-stopped", "recorder-ended", "recorder-stuck"].map((code) =>
        lost(`a session that ends by a loss and goes on: ${code}`, [null, loss({ code })], long, long),
      ),
      lost("a session that ends by a loss and goes on, in version 2", [loss()], long, long, {
        ...second,
        recording: ending.recording,
      }),
      lost("a session that goes on behind a second loss too", [loss(), loss({ to_ms: BEGUN_MS + 300_000 })], long, long),
      lost("a session that only freezes by a loss", [loss()], long, 0, first),
      lost("a session that ends a minute behind a loss", [loss()], STOPPING_MS, 0),
      lost("a session that ends more than a minute behind a loss", [loss()], STOPPING_MS + 1, STOPPING_MS + 1),
      lost("a loss of a minute", [loss({ to_ms: BEGUN_MS + 1_000 + STOPPING_MS })], long, 0),
      lost("a gap that has a further reason", [loss({ data: { overload: 1 } })], long, 0),
      lost("a gap that the machine slept through", [loss({ code: "machine-slept" })], long, 0),
      lost("a gap without a code", [loss({ code: null })], long, 0),
      lost("a pause", [loss({ kind: "paused" })], long, 0),
      lost(
        "a gap of version 1",
        [{ kind: "recorder_lost", reason: "recorder-stuck: x", from_ms: BEGUN_MS, to_ms: BEGUN_MS + long }],
        long,
        0,
      ),
      lost("no gap", [null, null], 1_000, 0),
      unknown("a third version", { ...second, version: 3 }),
      unknown("version 1 with the fields of version 2", { ...second, version: 1 }),
      unknown("version 2 with the fields of version 1", { ...first, version: 2 }),
      unknown("a time below the shortest", limits(9, 30)),
      unknown("a time above the longest", limits(86_401, 30)),
      unknown("an idle time below the shortest", limits(28_800, 29)),
      unknown("an idle time above the longest", limits(28_800, 86_401)),
      unknown("a reason that is too long", stated("x".repeat(501), "")),
      unknown("a reason of too many UTF-16 code units", stated("🎩".repeat(251), "")),
      unknown("a ticket that is too long", stated("", "x".repeat(101))),
      unknown("a policy without a name", source({ policy_id: "" })),
      unknown("a policy with a name that is too long", source({ policy_id: "a".repeat(65) })),
      unknown("a version 0 of a policy", source({ version: 0 })),
      ...[...malformed(first)].map(({ name, document }) => unknown(`version 1: ${name}`, document)),
      ...[...malformed(second)].map(({ name, document }) => unknown(`version 2: ${name}`, document)),
    ],
  );
}
