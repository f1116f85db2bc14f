import { readFileSync } from "node:fs";
import { buildPayoutLog, buildTestSession } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { bytesToHex } from "./encoding/bytes.ts";
import { canonicalBytes } from "./encoding/canonical-json.ts";
import {
  blockHash,
  bundleReadme,
  canonicalJson,
  failureReasons,
  grantText,
  hashObject,
  MAX_KEY_ENVELOPES,
  manifestHash,
  merkle,
  networkHash,
  partLimits,
  partNames,
  payoutLogId,
  tronMessageHash,
} from "./index.ts";

const page = (name: string): string => readFileSync(new URL(`../../../docs/formats/${name}.md`, import.meta.url), "utf8");
const grouped = (value: number): string => value.toString().replace(/\B(?=(\d{3})+$)/g, " ");

/** The session behind the worked examples is that of the bundle vectors. */
const session = buildTestSession("vectors", { chunks: 3, chunkBytes: 48, pausedBefore: [2], checkpoints: [2] });
const { manifest } = session.manifest;
const second = buildTestSession("vectors", {
  ...{ chunks: 3, chunkBytes: 48, pausedBefore: [2], checkpoints: [2] },
  ...{ version: 2, anchorVersion: 2 },
}).manifest.manifest;
const payoutLog = buildPayoutLog({ payouts: 11 });
const leaves = manifest.chunks.map(canonicalBytes);

describe("the pages about the formats", () => {
  it("list every code a verifier may answer with", () => {
    const table = page("README");
    for (const code of Object.keys(failureReasons)) expect(table).toContain(`\`${code}\``);
  });

  it("give the fixed text of README.txt to the letter", () => {
    for (const [version, text] of Object.entries(bundleReadme))
      expect(page("bundle")).toContain(`\`\`\`readme-${version}\n${text}\`\`\``);
  });

  it("give the names and limits of all parts", () => {
    const table = page("bundle");
    for (const name of Object.values(partNames)) expect(table).toContain(`\`${name}\``);
    for (const limit of Object.values(partLimits)) expect(table.replaceAll(" ", "")).toContain(String(limit));
    expect(table).toContain(`at most ${grouped(MAX_KEY_ENVELOPES)}`);
  });

  it.each([
    ["chunk-container", bytesToHex(session.containers[0]!.subarray(48, 80))],
    ["chunk-container", manifest.chunks[0]!.sha256],
    ["chunk-entry-and-tree", canonicalJson(manifest.chunks[0])],
    ["chunk-entry-and-tree", bytesToHex(merkle.leafHash(leaves[0]!))],
    ["chunk-entry-and-tree", merkle.rootOf(leaves.slice(0, 2))],
    ["chunk-entry-and-tree", manifest.merkle.root],
    ["chunk-entry-and-tree", canonicalJson(second.chunks[2])],
    ["chunk-entry-and-tree", bytesToHex(merkle.leafHash(canonicalBytes(second.chunks[2])))],
    ["manifest", manifestHash(second)],
    ["manifest", grantText(manifest.grant.terms).split("\n")[1]!],
    ["manifest", bytesToHex(tronMessageHash(grantText(manifest.grant.terms)))],
    ["manifest", manifest.grant.signature.slice(0, 64)],
    ["manifest", hashObject(manifest.grant)],
    ["manifest", manifestHash(manifest)],
    ["transaction-block-header", canonicalJson(session.network.genesis)],
    ["transaction-block-header", networkHash(session.network.genesis)],
    ["transaction-block-header", canonicalJson(session.anchor.headers[0]!.header)],
    ["transaction-block-header", blockHash(session.anchor.headers[0]!.header)],
    ["attestation-and-finality", canonicalJson(session.anchor.finality[0])],
    ["attestation-and-finality", canonicalJson(session.anchor.finality[1])],
    ["key-envelope", bytesToHex(session.dataKey)],
    ["key-envelope", manifest.key_commitment],
    ["payouts", canonicalJson(payoutLog.payouts[4])],
    ["payouts", bytesToHex(merkle.leafHash(canonicalBytes(payoutLog.payouts[4])))],
    ["payouts", payoutLog.node],
    ["payouts", payoutLogId(payoutLog.node, "devnet")],
  ])("have the worked example of %s right: %.24s", (name, value) => {
    expect(page(name)).toContain(value);
  });
});
