import { silentLog } from "@lucid/foundation/testing";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import { createMemoryChunkStore } from "@lucid/pipeline";
import { grantText, SignedManifest } from "@lucid/proof";
import { Registry } from "prom-client";
import { expect, it } from "vitest";
import { openTestGround } from "../../ground/testing/open-test-ground.ts";
import { createSessionMetrics } from "../running/sessions.metrics.ts";
import { chunkEntry, openTestRepository, STARTED_AT, sessionId, sessionRecord } from "../testing/session-fixtures.ts";
import { createSessionSealer } from "./session-sealer.ts";
import { createSessionTrees, type SessionTrees } from "./session-trees.ts";

it("puts a row that comes while the tree grows into the manifest, so that its sums are those of its chunks", async () => {
  await using ground = await openTestGround();
  using test = openTestRepository();
  const { repository } = test;
  const id = sessionId(1);
  const { grantTerms } = sessionRecord();
  const grantSignature = walletFromPhrase(createWallet().phrase).signMessage(grantText(grantTerms));
  repository.insert(sessionRecord({ state: "processing", end: "stopped", endedAt: STARTED_AT + 20_000, grantSignature }));
  repository.update(id, { keyCommitment: "c".repeat(64) }, STARTED_AT);
  repository.addChunk(chunkEntry(0), STARTED_AT);
  const trees = createSessionTrees(repository);
  let asked = 0;
  const growing: SessionTrees = {
    async of(sessionId, size) {
      const tree = await trees.of(sessionId, size);
      asked += 1;
      if (asked === 1) repository.addChunk(chunkEntry(1), STARTED_AT);
      return tree;
    },
  };
  const seal = createSessionSealer(
    {
      ...{ clock: ground.clock, log: silentLog, keys: ground.keys, repository, trees: growing, store: createMemoryChunkStore() },
      checkpointer: { forget: () => undefined },
      anchoring: { submit: async () => undefined },
      metrics: createSessionMetrics(new Registry(), { live: new Map(), unsealed: new Set() }),
    },
    "0.1.0",
  );
  await seal(id);
  const { manifest } = SignedManifest.parse(JSON.parse(repository.manifest(id) ?? ""));
  expect(manifest).toMatchObject({ merkle: { leaf_count: 2 }, total_size: 20_000, chunks: [{ index: 0 }, { index: 1 }] });
  expect(repository.get(id)).toMatchObject({ state: "stored", chunkCount: 2, merkleRoot: manifest.merkle.root });
});
