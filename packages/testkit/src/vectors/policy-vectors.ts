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
    valid(name, { policy, started_at_ms: BEGUN_MS, ended_at_ms: BEGUN_MS + seconds * 1_000 + beyondMs }, expect);
  const known = <Policy extends { readonly version: number }>(name: string, policy: Policy): Vector =>
    compared(name, policy, 28_800, 0, { version: policy.version, longer_ms: 0 });
  const unknown = (name: string, policy: unknown): Vector =>
    compared(name, policy, 1_000_000, 0, { version: null, longer_ms: 0 });
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
