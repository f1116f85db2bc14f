import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Attestation, Header } from "@lucid/proof";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createChainWitness, createTestKeys, watchedKeys } from "../testing/index.ts";
import { openSignStateFile } from "./open-sign-state-file.ts";
import { createSignState, type SignStateFile } from "./sign-state.ts";

const network = "0".repeat(64);
const keys = createTestKeys("signer");
const nothing = { block: undefined, attestation: undefined };
const hash = (value: number) => value.toString(16).padStart(64, "0");

function memoryFile(): SignStateFile & { text: string | undefined } {
  const file = { text: undefined as string | undefined, read: () => file.text, write: (next: string) => void (file.text = next) };
  return file;
}

const headerAt = (slot: number, position: number, salt = 0): Header => ({
  ...{
    version: 1,
    network,
    height: slot + 1,
    slot,
    position,
    rank: 0,
    epoch: 0,
    producer: keys.publicKey,
    timestamp: slot + salt,
  },
  ...{ previous_hash: network, tx_root: network, attestation_root: network, state_root: network, tx_count: 0 },
});
const voteFor = (source: number, target: number, salt = 0): Attestation => ({
  ...{ network, epoch: 0, attester: keys.publicKey },
  source: { height: source, hash: hash(source) },
  target: { height: target, hash: hash(target * 1_000 + salt) },
});

describe("the sign-state", () => {
  it("signs one block for a position, and the same one again", () => {
    const state = createSignState(memoryFile(), keys, network, nothing);
    const signature = state.signBlock(headerAt(1, 2));
    expect(signature).toMatch(/^[0-9a-f]{128}$/);
    expect(state.signBlock(headerAt(1, 2))).toBe(signature);
    expect(state.signBlock(headerAt(1, 2, 5))).toBeUndefined();
    expect(state.signBlock(headerAt(1, 1))).toBeUndefined();
    expect(state.signBlock(headerAt(1, 3))).toBeDefined();
  });

  it("signs one attestation for a height and never one around another", () => {
    const state = createSignState(memoryFile(), keys, network, nothing);
    expect(state.signAttestation(voteFor(2, 5))).toBeDefined();
    expect(state.signAttestation(voteFor(2, 5))).toBeDefined();
    expect(state.signAttestation(voteFor(2, 5, 1))).toBeUndefined();
    expect(state.signAttestation(voteFor(3, 4))).toBeUndefined();
    expect(state.signAttestation(voteFor(1, 6))).toBeUndefined();
    expect(state.signAttestation(voteFor(2, 6))).toBeDefined();
  });

  it("writes before it hands out a signature, and hands out none when the write fails", () => {
    const file = memoryFile();
    const state = createSignState(
      {
        ...file,
        write: () => {
          throw new Error("disk full");
        },
      },
      keys,
      network,
      nothing,
    );
    expect(() => state.signBlock(headerAt(1, 0))).toThrow("disk full");
    expect(state.mayBlock({ slot: 1, position: 0 })).toBe(true);
  });

  it("never contradicts itself, whatever is asked and however often it restarts", () => {
    const request = fc.record({
      kind: fc.constantFrom("block", "vote", "restart"),
      low: fc.nat({ max: 6 }),
      high: fc.nat({ max: 6 }),
      salt: fc.nat({ max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(request, { maxLength: 60 }), (requests) => {
        const witness = createChainWitness();
        const file = memoryFile();
        const open = () => createSignState(file, watchedKeys(keys, witness), network, nothing);
        let state = open();
        for (const { kind, low, high, salt } of requests) {
          if (kind === "restart") state = open();
          if (kind === "block") state.signBlock(headerAt(low, high, salt));
          if (kind === "vote") state.signAttestation(voteFor(low, low + 1 + high, salt));
        }
        expect(witness.violations).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it("refuses a file of another network or key, or one that is not whole", () => {
    const file = memoryFile();
    createSignState(file, keys, network, nothing).signBlock(headerAt(1, 0));
    expect(() => createSignState(file, keys, hash(7), nothing)).toThrow("another network");
    expect(() => createSignState(file, createTestKeys("other"), network, nothing)).toThrow("another node key");
    file.text = file.text?.slice(0, 20);
    expect(() => createSignState(file, keys, network, nothing)).toThrow();
  });

  it("starts from what the database knows when the file is gone", () => {
    const known = { block: { slot: 3, position: 1, hash: hash(1) }, attestation: voteFor(2, 5) };
    const state = createSignState(memoryFile(), keys, network, known);
    expect(state.mayBlock({ slot: 3, position: 1 })).toBe(false);
    expect(state.signAttestation(voteFor(2, 5, 1))).toBeUndefined();
  });
});

describe("the sign-state file", () => {
  it("holds the last text, private to its owner, and leaves nothing beside it", () => {
    const folder = mkdtempSync(join(tmpdir(), "lucid-sign-"));
    const path = join(folder, "sign-state.json");
    const file = openSignStateFile(path);
    expect(file.read()).toBeUndefined();
    file.write("one");
    file.write("two");
    expect(openSignStateFile(path).read()).toBe("two");
    expect(readFileSync(path, "utf8")).toBe("two");
    expect(existsSync(`${path}.new`)).toBe(false);
    rmSync(folder, { recursive: true });
  });

  it("ignores what a crash left half written beside it", () => {
    const folder = mkdtempSync(join(tmpdir(), "lucid-sign-"));
    const path = join(folder, "sign-state.json");
    const file = openSignStateFile(path);
    file.write("whole");
    writeFileSync(`${path}.new`, "ha");
    expect(file.read()).toBe("whole");
    file.write("next");
    expect(file.read()).toBe("next");
    rmSync(folder, { recursive: true });
  });
});
