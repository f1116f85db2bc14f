import { DOMAIN, hashObject, v2 } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { createTestKeys } from "../../testing/keys.ts";
import { auditorsOf } from "../credits/auditors.ts";
import type { WorkRow } from "../credits/block-work.ts";
import { bitmapOf, reportWork } from "../testing/audits.ts";
import { createMembershipState } from "../testing/membership-state.ts";
import { isOutdated } from "./is-spent.ts";

const stranger = createTestKeys("stranger");
const silent = { chunks_stored: 0, size_bytes: 0 };

/** Five members, what auditors say of the first one's node in epoch 0, and what the state answers in epoch 1. */
function audited(...weights: readonly number[]) {
  const made = createMembershipState(...weights);
  const { keys, network, draft, say } = made;
  const [own] = keys;
  if (own === undefined) throw new Error("there is a first");
  const node = own.publicKey;
  const roster = network.members.current.members;
  const keysOf = (entity: string) => keys.find(({ publicKey }) => publicKey === entity);
  const facts = { network: network.hash, epoch: 0, node, entity: node, roster, keysOf };
  const auditors = auditorsOf(facts, roster).flatMap((entity) => keysOf(entity) ?? []);
  const prove = (data: v2.TaskProof, options: Parameters<typeof say>[1] = {}) =>
    say({ type: "task_proof", data }, { at: { epoch: 1 }, ...options });
  const stored = (chunks_stored = 3) => reportWork(facts, "storage_availability", () => ({ chunks_stored, size_bytes: 0 }));
  const work = () => draft.get<WorkRow>("work", "1")?.proofs;
  return { ...made, own, node, facts, auditors, prove, stored, work };
}

describe("a task proof", () => {
  it("is taken once for node, epoch and kind, and its worth waits for finality", () => {
    const { prove, stored, facts, work, node, network } = audited(1, 1, 1, 1, 1);
    expect(prove(stored())).toBe("ok");
    expect(prove(stored(4))).toBe("proof_repeated");
    const relay = reportWork(facts, "relay_bandwidth", () => ({ bytes_transferred: 0, sessions_relayed: 2 }));
    expect(prove(relay)).toBe("ok");
    const { epoch_slots } = network.genesis.parameters;
    expect(prove(reportWork(facts, "uptime_beacon", () => bitmapOf(epoch_slots, (slot) => slot % 2 === 0)))).toBe("ok");
    expect(work()).toEqual([
      { entity: node, epoch: 0, worth: { kind: "storage_availability", credits: 6 } },
      { entity: node, epoch: 0, worth: { kind: "relay_bandwidth", credits: 2 } },
      { entity: node, epoch: 0, worth: { kind: "uptime_beacon", slots: 360 } },
    ]);
  });

  it("proves one of the two epochs before its block", () => {
    const { prove, stored } = audited(1, 1, 1, 1, 1);
    expect(prove(stored(), { at: { epoch: 0 } })).toBe("wrong_epoch");
    expect(prove(stored(), { at: { epoch: 3 } })).toBe("wrong_epoch");
    expect(prove(stored(), { at: { epoch: 2 } })).toBe("ok");
  });

  it("comes from the node or its member, about a node of a member", () => {
    const { prove, stored, keys } = audited(1, 1, 1, 1, 1);
    expect(prove(stored(), { by: keys[1] })).toBe("not_the_node");
    expect(prove({ ...stored(), node: stranger.publicKey })).toBe("no_node");
  });

  it("is about this node, epoch and network in each report", () => {
    const { prove, stored, facts, keys } = audited(1, 1, 1, 1, 1);
    const others = [
      { ...facts, network: hashObject("another") },
      { ...facts, epoch: 1 },
      { ...facts, node: keys[1]?.publicKey ?? "" },
    ];
    for (const other of others) {
      const { reports } = reportWork(other, "storage_availability", () => silent);
      expect(prove(v2.TaskProof.parse({ ...stored(), reports }))).toBe("other_report");
    }
  });

  it("has reports of drawn auditors alone, one of each, signed by them", () => {
    const { prove, stored, auditors, own, keys, facts } = audited(1, 1, 1, 1, 1);
    const proof = stored();
    const [first, second] = proof.reports;
    if (first === undefined || second === undefined) throw new Error("there are three");
    const signedBy = (who: typeof own) => {
      const report = { ...first.report, auditor: who.publicKey };
      return { report, signature: who.sign(DOMAIN.auditV2, report) };
    };
    const idle = keys.find((one) => one !== own && !auditors.includes(one));
    if (idle === undefined) throw new Error("four others, three auditors");
    const withReports = (...reports: readonly unknown[]) => prove(v2.TaskProof.parse({ ...proof, reports }));
    expect(withReports(signedBy(idle), second)).toBe("not_an_auditor");
    expect(withReports(signedBy(own), second)).toBe("not_an_auditor");
    expect(withReports(signedBy(stranger), second)).toBe("not_an_auditor");
    expect(withReports(first, first)).toBe("auditor_twice");
    expect(withReports(first, { ...second, signature: first.signature })).toBe("bad_report_signature");
    expect(withReports(first)).toBe("too_few_reports");
    const map = (value: string) => prove(reportWork(facts, "uptime_beacon", () => value));
    expect([map("00"), map("00".repeat(91)), map("00".repeat(90))]).toEqual(["wrong_bitmap", "wrong_bitmap", "ok"]);
    expect(withReports(first, second)).toBe("ok");
  });

  it("counts the key that an auditor had in the roster, after it has left", () => {
    const { prove, stored, draft, auditors, own } = audited(1, 1, 1, 1, 1);
    const members = draft.members.current.members.filter(
      ({ entity }) => !auditors.some(({ publicKey }) => publicKey === entity) || entity === own.publicKey,
    );
    draft.members = { current: { version: 1, members }, pending: null };
    expect(prove(stored())).toBe("ok");
  });

  it("of a lone member has nobody to vouch for it, and needs both of two auditors", () => {
    const alone = audited(1);
    const data = { node: alone.node, epoch: 0, kind: "storage_availability" };
    const report = { ...data, network: alone.network.hash, auditor: alone.node, value: { chunks_stored: 1, size_bytes: 1 } };
    const reports = [{ report, signature: alone.own.sign(DOMAIN.auditV2, report) }];
    expect(alone.prove(v2.TaskProof.parse({ ...data, reports }))).toBe("not_an_auditor");
    const three = audited(1, 1, 1);
    const { reports: both } = three.stored();
    expect(three.prove(v2.TaskProof.parse({ ...three.stored(), reports: both.slice(1) }))).toBe("too_few_reports");
    expect(three.prove(three.stored())).toBe("ok");
  });

  it("finds no auditors in an epoch whose roster is forgotten", () => {
    const { prove, stored, draft } = audited(1, 1, 1, 1, 1);
    draft.set("roster", "0", undefined);
    expect(prove(stored())).toBe("not_an_auditor");
  });

  it("is outdated once the state has it, or its epoch is too long ago", () => {
    const { prove, stored, draft, network, own } = audited(1, 1, 1, 1, 1);
    const sent = sentOf(stored(), network.hash, own.publicKey);
    const lists = { members: network.members, hash: network.membersHash, voters: network.voters };
    const rows = { get: draft.get, with: () => rows, all: () => [] };
    expect(isOutdated({ rows, lists, epoch: 2 }, sent)).toBe(false);
    expect(isOutdated({ rows, lists, epoch: 3 }, sent)).toBe(true);
    expect(prove(stored())).toBe("ok");
    expect(isOutdated({ rows, lists, epoch: 1 }, sent)).toBe(true);
  });
});

const sentOf = (data: v2.TaskProof, network: string, sender: string): v2.SentTransaction =>
  v2.SentTransaction.parse({
    transaction: { version: 2, network, sender, sequence: 0, expires_at: 1, type: "task_proof", data },
    signature: "0".repeat(128),
  });
