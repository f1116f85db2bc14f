import { createWallet, walletFromPhrase } from "@lucid/identity";
import {
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

it("refuses to seal what never started", async () => {
  const keys = { publicKey: "0".repeat(64), signText: () => "" };
  expect(() => sealSession(sessionRecord(), { entries: ["{}"], root: "" }, keys, "0.1.0")).toThrow(/never started/);
});
