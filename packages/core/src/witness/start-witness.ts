import { type WitnessedLog, type WitnessStatus, witnessErrors } from "@lucid/contract";
import { witness } from "@lucid/proof";
import type { Area, Caller, PartReports, WitnessAnswer } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import type { FinalBlocks, FinalRecordings } from "../network/index.ts";
import type { Outward } from "../tor/index.ts";
import { createWitness } from "./create-witness.ts";
import { openWitnessKey } from "./open-witness-key.ts";
import { createProofRepository } from "./proof-repository.ts";
import { startOffering } from "./start-offering.ts";
import { createWitnessMetrics } from "./witness.metrics.ts";
import type { WitnessSettings } from "./witness.settings.ts";
import { createWitnessRepository } from "./witness-repository.ts";
import { witnessTables } from "./witness-tables.ts";

const NO_WITNESS: WitnessAnswer = { status: 404, type: "text/plain; charset=utf-8", body: "This node is no witness\n" };

const timeOf = (ms: number): string => new Date(ms).toISOString();

export interface WitnessDeps {
  readonly outward: Outward;
  /** Of the network that this node is a member of. */
  readonly network: { finalBlocks(): FinalBlocks | undefined; readonly recordings: FinalRecordings };
  /** @throws SESSION_NOT_FOUND for one that the caller may not see. */
  readonly sessions: { find(sessionId: string, caller: Caller): unknown };
}

/** This node as a witness of logs, of networks of Lucid or of anybody: it says when it saw which history, and sees only one of each. */
export async function startWitness(
  ground: Ground,
  { outward, network, sessions }: WitnessDeps,
  settings: WitnessSettings,
): Promise<Area> {
  const { db, time, log } = ground;
  const { witness_name: name, witness_logs } = settings;
  db.attach(witnessTables);
  const repository = createWitnessRepository(db);
  const logs = witness_logs.flatMap((text) => witness.readVerifierKey(text) ?? []);
  const key = name === "" ? undefined : openWitnessKey(name, await ground.secret("witness.key"));
  const metrics = createWitnessMetrics(ground.metrics);
  const proofs = createProofRepository(db);
  const { recordings } = network;
  const finalBlocks = () => network.finalBlocks();
  const active = key && createWitness({ steady: time.steady, log, metrics, repository, key, logs });

  const offering = startOffering(ground, { outward, finalBlocks, metrics, proofs, recordings }, settings);

  function logOf(origin: string): WitnessedLog {
    const newest = repository.find(origin);
    const conflicts = repository.conflicts(origin).map(({ kind, size, root, checkpoint, seen_at }) => ({
      ...{ kind, size, root, checkpoint, seen_at: timeOf(seen_at) },
    }));
    if (newest === undefined) return { origin, newest: null, conflicts };
    const { size, root, checkpoint, cosigned_at } = newest;
    return { origin, newest: { size, root, checkpoint, cosigned_at: timeOf(cosigned_at) }, conflicts };
  }
  const status = (): WitnessStatus => ({
    verifier_key: key === undefined ? null : witness.writeVerifierKey(key.noteKey),
    logs: key === undefined ? [] : [...new Set(logs.map((one) => one.name))].map(logOf),
    log_key: offering.logKey(),
    offered: offering.status(),
  });

  function health(): PartReports {
    const { logs: watched, offered } = status();
    if (key === undefined && offered.length === 0) return {};
    const forked = watched.filter(({ conflicts }) => conflicts.length > 0).map(({ origin }) => origin);
    const failing = offered.flatMap(({ witness: who, fault }) => (fault === null ? [] : [`${who}: ${fault}`]));
    const wrong = [...forked.map((origin) => `another history was shown of ${origin}`), ...failing];
    const seen = [
      ...watched.flatMap(({ newest }) => newest?.cosigned_at ?? []),
      ...offered.flatMap(({ newest }) => newest?.seen_at ?? []),
    ];
    const detail = wrong.length > 0 ? wrong.join(", ") : `${watched.length} logs watched, ${offered.length} witnesses`;
    return { witness: { ok: wrong.length === 0, optional: true, detail, last_success: seen.toSorted().at(-1) ?? null } };
  }

  return {
    services: {
      witness: {
        status,
        clear() {
          repository.clear();
          return status();
        },
        proof({ session_id }, caller) {
          sessions.find(session_id, caller);
          const shown = recordings.newestNetwork(session_id);
          const document = shown === undefined ? undefined : proofs.document(shown, session_id);
          if (document === undefined) throw witnessErrors.WITNESS_PROOF();
          return JSON.parse(document) as Record<string, unknown>;
        },
      },
    },
    bulk: { addCheckpoint: (body) => Promise.resolve(active?.addCheckpoint(body) ?? NO_WITNESS) },
    health,
    [Symbol.asyncDispose]: () => offering[Symbol.asyncDispose](),
  };
}
