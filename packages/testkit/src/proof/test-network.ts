import { createSeededRandom } from "@lucid/foundation/testing";
import {
  type Genesis,
  type Grant,
  type GrantTerms,
  grantText,
  networkHash,
  publicKeyOf,
  tronAddressOf,
  tronMessageHash,
} from "@lucid/proof";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { bytesToHex } from "@noble/hashes/utils.js";

export interface TestSigner {
  readonly secretKey: Uint8Array;
  readonly publicKey: string;
}

export interface TestOwner {
  readonly address: string;
  /** TRON signMessageV2: r | s | v in hex. */
  signMessage(text: string): string;
}

export interface TestNetwork {
  readonly genesis: Genesis;
  readonly hash: string;
  /** In the order of the genesis document. The first one is also the recording node. */
  readonly producers: readonly TestSigner[];
}

export interface TestNetworkOptions {
  readonly name?: string;
  /** Vote weights; one producer each. Default one producer of weight 1. */
  readonly weights?: readonly number[];
  /** Unix seconds of slot 0. */
  readonly genesisTime?: number;
  readonly parameters?: Partial<Genesis["parameters"]>;
}

/** 2026-01-01T00:00:00Z: test networks begin here unless told otherwise. */
export const TEST_EPOCH_S = 1_767_225_600;

export function testSigner(seed: string): TestSigner {
  const secretKey = createSeededRandom(`${seed}/ed25519`).bytes(32);
  return { secretKey, publicKey: publicKeyOf(secretKey) };
}

export function testOwner(seed: string): TestOwner {
  const secretKey = createSeededRandom(`${seed}/secp256k1`).bytes(32);
  return {
    address: tronAddressOf(secp256k1.getPublicKey(secretKey, false)),
    signMessage(text) {
      const bytes = secp256k1.sign(tronMessageHash(text), secretKey, { prehash: false, format: "recovered" });
      const recovery = bytes[0] ?? 0;
      return `${bytesToHex(bytes.subarray(1))}${(recovery + 27).toString(16)}`;
    },
  };
}

export const testGrant = (owner: TestOwner, terms: GrantTerms): Grant => ({
  terms,
  signature: owner.signMessage(grantText(terms)),
});

export function testNetwork(seed: string, options: TestNetworkOptions = {}): TestNetwork {
  const weights = options.weights ?? [1];
  const producers = weights.map((_, index) => testSigner(`${seed}/producer/${index}`));
  const genesis: Genesis = {
    format: "lucid-genesis",
    version: 1,
    network: options.name ?? "test",
    genesis_time: options.genesisTime ?? TEST_EPOCH_S,
    parameters: {
      slot_duration: 120,
      block_interval: 10,
      leader_timeout: 5,
      max_fallbacks: 3,
      cooldown_slots: 16,
      epoch_slots: 720,
      window_epochs: 7,
      d_min: [1, 5],
      max_block_bytes: 1_048_576,
      max_transactions: 1_000,
      max_attesters: 128,
      checkpoint_blocks: 1,
      future_tolerance: 5,
      ...options.parameters,
    },
    producers: producers.map(({ publicKey }, index) => ({
      entity: publicKey,
      public_key: publicKey,
      weight: weights[index] ?? 1,
    })),
  };
  return { genesis, hash: networkHash(genesis), producers };
}
