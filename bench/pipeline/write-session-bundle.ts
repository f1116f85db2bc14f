import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { anchorOf, DOMAIN, hashObject, type Manifest, sha256Hex, signObject, utf8, writeBundle } from "@lucid/proof";
import { createTestChain, type TestSigner, testGrant, testNetwork, testOwner } from "@lucid/testkit";
import type { StoredSession } from "./create-chunk-pipeline.ts";

/** Signs, anchors and exports what `store.program.ts` stored: the bundle that `lucid verify` gets. */
export async function writeSessionBundle(folder: string, path: string): Promise<void> {
  const { sessionId, entries, root } = JSON.parse(await readFile(join(folder, "session.json"), "utf8")) as StoredSession;
  const network = testNetwork("bench");
  const node = network.producers[0] as TestSigner;
  const owner = testOwner("bench");
  const first = entries[0];
  const last = entries.at(-1);
  if (!first || !last) throw new Error("Nothing was stored");
  const consent = "This session is recorded.";
  const policy = { name: "bench" };
  const manifest: Manifest = {
    format: "lucid-manifest",
    version: 2,
    after: null,
    salt: "0".repeat(64),
    session_id: sessionId,
    network: network.hash,
    node: node.publicKey,
    owner: owner.address,
    grant: testGrant(owner, {
      session_id: sessionId,
      network: network.hash,
      node: node.publicKey,
      policy_hash: hashObject(policy),
      consent_hash: sha256Hex(utf8(consent)),
      ends_at_ms: last.ended_at_ms + 3_600_000,
    }),
    recorder: { version: "0.1.0", encoder: "libx264", width: 1280, height: 720, frame_rate: 10 },
    started_at_ms: first.started_at_ms,
    ended_at_ms: last.ended_at_ms,
    end: "stopped",
    chunk_target: { bytes: 10_485_760, seconds: 10 },
    key_commitment: "0".repeat(64),
    chunks: [...entries],
    merkle: { algorithm: "rfc9162-sha256", root, leaf_count: entries.length },
    total_size: entries.reduce((sum, entry) => sum + entry.size, 0),
    total_plain_size: entries.reduce((sum, entry) => sum + entry.plain_size, 0),
    created_at_ms: last.ended_at_ms + 500,
  };
  const chain = createTestChain(network);
  const sealedAt = Math.ceil(manifest.created_at_ms / 1_000);
  const anchor = chain.sign({ type: "session_anchor_v2", data: { ...anchorOf(manifest), consistency: null } }, node, sealedAt);
  chain.addBlock(sealedAt, [anchor]);
  chain.addBlock(sealedAt + 1);
  const bundle = writeBundle(
    {
      descriptor: {
        format: "lucid-bundle",
        version: 1,
        session_id: sessionId,
        created_at_ms: manifest.created_at_ms + 1_000,
        chunks: [[0, entries.length - 1]],
        range_ms: null,
        redacted: [],
      },
      genesis: network.genesis,
      manifest: { manifest, signature: signObject(DOMAIN.manifest, manifest, node.secretKey) },
      anchor: chain.evidence(anchor),
      policy,
      consent,
      chunk: (index) => readFile(join(folder, "chunks", sessionId, `${String(index).padStart(8, "0")}.chunk`)),
    },
    { createSha256: () => createHash("sha256") },
  );
  await pipeline(Readable.from(bundle), createWriteStream(path));
}
