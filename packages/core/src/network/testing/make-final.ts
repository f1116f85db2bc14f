import type { SealedRecording } from "../../sessions/index.ts";
import { createNetworkRecordings, type RecordingsOfNode } from "../network-recordings.ts";
import type { LoneNetwork } from "./open-lone-network.ts";

/** The network has made these recordings final, and keeps their proofs, when it returns. */
export async function makeFinal({ ground, repository, joined }: LoneNetwork, all: readonly SealedRecording[]): Promise<void> {
  const sessions: RecordingsOfNode = {
    sealed: () => all.map(({ sessionId }) => sessionId),
    recording: (id) => all.find(({ sessionId }) => sessionId === id),
    growing: async () => undefined,
    continues: async () => undefined,
  };
  const recordings = createNetworkRecordings({ log: ground.log, repository, sessions }, joined);
  await recordings.go();
  ground.clock.advance(60_000);
  await recordings.go();
  if (recordings.waiting > 0) throw new Error(`${recordings.waiting} recordings are not final`);
}
