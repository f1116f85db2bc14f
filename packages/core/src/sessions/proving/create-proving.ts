import type { Checkpointer } from "@lucid/chain";
import type { Clock } from "@lucid/foundation";
import type { ChunkStore } from "@lucid/pipeline";
import type { Logger } from "pino";
import type { NodeKeys } from "../../ground/index.ts";
import type { SessionMetrics } from "../running/sessions.metrics.ts";
import type { OwnPlaces } from "../stored/own-places.ts";
import type { SessionRepository } from "../stored/session-repository.ts";
import { type Anchoring, type AnchoringDeps, createAnchoring } from "./anchoring.ts";
import { createSessionProofs, type ProofDeps, type SessionProofs } from "./session-proofs.ts";
import { createSessionSealer, type SealStored } from "./session-sealer.ts";
import { createSessionTrees, type SessionTrees } from "./session-trees.ts";

export interface ProvingDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly keys: Pick<NodeKeys, "publicKey" | "sign" | "signText">;
  readonly repository: SessionRepository;
  readonly places: OwnPlaces;
  readonly metrics: SessionMetrics;
  readonly chain: AnchoringDeps["chain"];
  readonly networks: AnchoringDeps["networks"] & ProofDeps["networks"];
  readonly checkpointer: Pick<Checkpointer, "forget">;
  readonly store: Pick<ChunkStore, "trim">;
  /** Told of what changed of a session and stands in no row. */
  readonly changed: (sessionId: string) => void;
}

/** From stored chunks to proofs: trees, seals, anchors. */
export interface Proving extends Disposable {
  readonly trees: SessionTrees;
  readonly seal: SealStored;
  readonly anchoring: Anchoring;
  readonly proofs: SessionProofs;
}

export function createProving(deps: ProvingDeps, options: { readonly recorderVersion: string }): Proving {
  const trees = createSessionTrees(deps.repository);
  const anchoring = createAnchoring({ ...deps, trees }, deps.changed);
  return {
    trees,
    anchoring,
    seal: createSessionSealer({ ...deps, trees, anchoring }, options.recorderVersion),
    proofs: createSessionProofs({ ...deps, trees }),
    [Symbol.dispose]: () => anchoring[Symbol.dispose](),
  };
}
