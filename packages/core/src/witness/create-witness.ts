import { witness } from "@lucid/proof";
import type { Logger } from "pino";
import type { WitnessAnswer } from "../calls/index.ts";
import type { SteadyTime } from "../ground/index.ts";
import { type Decision, decide } from "./decide.ts";
import type { WitnessKey } from "./open-witness-key.ts";
import type { WitnessMetrics } from "./witness.metrics.ts";
import type { WitnessRepository } from "./witness-repository.ts";

export interface WitnessDeps {
  readonly steady: SteadyTime;
  readonly log: Logger;
  readonly metrics: WitnessMetrics;
  readonly repository: WitnessRepository;
  readonly key: WitnessKey;
  /** Keys of the logs that are watched. */
  readonly logs: readonly witness.NoteKey[];
}

const said = (status: number, body: string): WitnessAnswer => ({ status, type: "text/plain; charset=utf-8", body });
const sized = (size: number): WitnessAnswer => ({ status: 409, type: "text/x.tlog.size", body: `${size}\n` });

/** Answers `add-checkpoint` (C2SP tlog-witness): what is signed has been stored before, and nothing signed contradicts what was. */
export function createWitness({ steady, log, metrics, repository, key, logs }: WitnessDeps) {
  const byOrigin = Map.groupBy(logs, ({ name }) => name);

  /** Reads, decides and writes in one transaction, which is on the disk when it returns. */
  const settle = ({ oldSize, path, checkpoint }: witness.AddCheckpoint, now: number): { decision: Decision; size: number } =>
    repository.atOnce(() => {
      const last = repository.find(checkpoint.origin);
      const decision = decide({ oldSize, path, checkpoint }, last);
      const { origin, size, root } = checkpoint;
      const shown = { origin, size, root, checkpoint: ownWords(checkpoint, byOrigin.get(origin) ?? []) };
      if (decision.kind === "cosigned") repository.keep({ ...shown, cosigned_at: now });
      if (decision.kind === "fork" || decision.kind === "unproven") {
        const isNew = repository.note({ ...shown, kind: decision.kind, seen_at: now });
        if (isNew)
          log.error({ origin, size, root, kind: decision.kind }, "a log showed a history that does not go on from its own");
      }
      return { decision, size: last?.size ?? 0 };
    });

  function answer(body: Uint8Array): readonly [outcome: string, answer: WitnessAnswer] {
    const read = witness.readAddCheckpoint(body);
    if (!read.ok) return ["malformed", said(400, `${read.failure.detail ?? read.failure.reason}\n`)];
    const { checkpoint } = read.value;
    const keys = byOrigin.get(checkpoint.origin);
    if (keys === undefined) return ["unknown", said(404, "This witness does not know the log\n")];
    if (!keys.some((one) => witness.isSignedBy(checkpoint, one)))
      return ["unsigned", said(403, "No key of this log has signed the checkpoint\n")];
    // Two cosignatures are never in the wrong order by this node's own doing, whatever is done to the machine's clock.
    const now = steady.now();
    const { decision, size } = settle(read.value, now);
    switch (decision.kind) {
      case "backwards":
        return [decision.kind, said(400, "The old size is above that of the checkpoint\n")];
      case "stale":
      case "fork":
        return [decision.kind, sized(size)];
      case "unproven":
        return [decision.kind, said(422, "The proof does not lead from the last checkpoint to this one\n")];
      case "cosigned": {
        const seconds = Math.floor(now / 1_000);
        const signature = key.sign(witness.cosignedBytes(checkpoint.text, seconds));
        const line = witness.writeSignature(witness.timedSignature(key.noteKey, seconds, signature));
        return [decision.kind, said(200, line)];
      }
    }
  }

  return {
    addCheckpoint(body: Uint8Array): WitnessAnswer {
      const [outcome, answered] = answer(body);
      metrics.requests.inc({ outcome });
      return answered;
    },
  };
}

/** The note with nothing but the signatures of its log: anybody can add others. */
function ownWords(checkpoint: witness.Checkpoint, keys: readonly witness.NoteKey[]): string {
  const ids = new Set(keys.map(witness.keyIdOf));
  const signatures = checkpoint.signatures.filter(({ name, keyId }) => name === checkpoint.origin && ids.has(keyId));
  return witness.writeNote({ text: checkpoint.text, signatures });
}
