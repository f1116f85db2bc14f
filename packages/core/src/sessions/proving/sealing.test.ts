import { createWallet, walletFromPhrase } from "@lucid/identity";
import {
  type ChunkEntry,
  canonicalBytes,
  canonicalJson,
  DOMAIN,
  grantSigner,
  grantText,
  hashObject,
  merkle,
  SignedManifest,
  verifyObject,
} from "@lucid/proof";
import { expect, it } from "vitest";
import { openTestGround } from "../../ground/testing/open-test-ground.ts";
import type { SessionRecord } from "../stored/session-row.ts";
import { chunkEntry, STARTED_AT, sessionRecord } from "../testing/session-fixtures.ts";
import { sealSession } from "./sealing.ts";

it("seals a session into a manifest that the node signed and the owner allowed", async () => {
  await using ground = await openTestGround();
  const { keys } = ground;
  const wallet = walletFromPhrase(createWallet().phrase);
  const base = sessionRecord({ ownerAddress: wallet.address });
  const record = sessionRecord({
    ownerAddress: wallet.address,
    grantTerms: { ...base.grantTerms, node: keys.publicKey },
    grantSignature: wallet.signMessage(grantText({ ...base.grantTerms, node: keys.publicKey })),
    keyCommitment: "c".repeat(64),
    encoder: "libx264",
    startedAt: STARTED_AT,
    endedAt: STARTED_AT + 30_000,
    end: "stopped",
    size: 30_000,
    plainSize: 60_000,
  });
  const entries = [0, 1, 2].map((index) => chunkEntry(index));
  const root = merkle.rootOf(entries.map((entry) => canonicalBytes(entry)));
  const stored = { entries: entries.map((entry) => canonicalJson(entry)), root };

  const sealed = sealSession(record, stored, keys, "0.1.0");

  const signed = SignedManifest.parse(JSON.parse(sealed.manifest));
  expect(canonicalJson(signed)).toBe(sealed.manifest);
  expect(hashObject(signed.manifest)).toBe(sealed.manifestHash);
  expect(verifyObject(DOMAIN.manifest, signed.manifest, signed.signature, keys.publicKey)).toBe(true);
  expect(grantSigner(signed.manifest.grant)).toBe(wallet.address);
  expect(signed.manifest).toMatchObject({
    chunks: entries,
    total_size: 30_000,
    total_plain_size: 60_000,
    merkle: { root, leaf_count: 3 },
  });
  expect(sealSession(record, stored, keys, "0.1.0")).toEqual(sealed);
});

it("seals in the version in which the chunks were recorded", async () => {
  await using ground = await openTestGround();
  const { keys } = ground;
  const salt = "5".repeat(64);
  const started = {
    grantSignature: `${"0".repeat(128)}1b`,
    keyCommitment: "c".repeat(64),
    startedAt: STARTED_AT,
    endedAt: STARTED_AT + 20_000,
    end: "stopped",
  } as const;
  const seal = (entries: readonly ChunkEntry[], change: Partial<SessionRecord> = {}) => {
    const stored = { entries: entries.map((entry) => canonicalJson(entry)), root: "a".repeat(64) };
    const record = sessionRecord({ ...started, salt, ...change });
    return SignedManifest.parse(JSON.parse(sealSession(record, stored, keys, "0.2.0").manifest)).manifest;
  };
  const second = [0, 1].map(
    (index): ChunkEntry => ({
      ...chunkEntry(index),
      version: 2,
      started_monotonic_ms: index * 10_000,
      ended_monotonic_ms: (index + 1) * 10_000,
      gap_before: null,
      after: { height: index, hash: "b".repeat(64) },
      video: null,
    }),
  );
  expect(seal(second)).toMatchObject({ version: 2, salt, after: { height: 1, hash: "b".repeat(64) }, chunks: second });
  const first = seal([0, 1].map((index) => chunkEntry(index)));
  expect(first.version).toBe(1);
  expect(Object.keys(first)).not.toContain("salt");
  expect(() => seal(second, { salt: null })).toThrow("no salt");
});

it("refuses to seal what never started", async () => {
  const keys = { publicKey: "0".repeat(64), signText: () => "" };
  expect(() => sealSession(sessionRecord(), { entries: ["{}"], root: "" }, keys, "0.1.0")).toThrow(/never started/);
});
