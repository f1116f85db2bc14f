import { canonicalBytes, DOMAIN, hashObject, merkle, sha256Hex, signObject, utf8, v2 } from "@lucid/proof";
import { hexToBytes } from "@noble/hashes/utils.js";
import { type TestSigner, testSigner } from "../proof/test-network.ts";

export const START = 1_767_225_600;
export const hash = (text: string): string => sha256Hex(utf8(text));

const signers = ["one", "two", "three", "four", "five"]
  .map((name) => testSigner(`vectors/member ${name}`))
  .toSorted((left, right) => (left.publicKey < right.publicKey ? -1 : 1));
const memberOf = ({ publicKey }: TestSigner, weight: number): v2.Member => ({ entity: publicKey, public_key: publicKey, weight });
/** Weights of 3, 3, 3 and 1: more than two thirds are at least 7. */
export const members = signers.slice(0, 4).map((signer, index) => memberOf(signer, index === 3 ? 1 : 3));

export const parameters: v2.Parameters = {
  ...{ slot_duration: 120, block_interval: 10, leader_timeout: 5, max_fallbacks: 3, cooldown_slots: 16, epoch_slots: 720 },
  ...{ window_epochs: 7, d_min: [1, 5], max_block_bytes: 2_097_152, max_transactions: 1_000, max_items: 8_000 },
  ...{ max_attesters: 128, checkpoint_blocks: 1, future_tolerance: 5, base_bytes_per_session: 5_242_880, credit_cap: 50_000 },
};
export const genesis: v2.Genesis = {
  ...{ format: "lucid-genesis", version: 2, network: "vectors", genesis_time: START, parameters, members, previous: null },
};
export const network = hashObject(genesis);
export const own: v2.Members = { current: { version: 0, members }, pending: null };
const newer = signers.slice(1).map((signer) => memberOf(signer, 2));
/** A handover to four members of equal weight, one of them new. */
export const handover: v2.Members = { current: own.current, pending: { version: 1, members: newer } };

export function sign(
  signer: TestSigner,
  domain: typeof DOMAIN.blockV2 | typeof DOMAIN.attestationV2 | typeof DOMAIN.transactionV2,
  value: unknown,
) {
  return signObject(domain, value, signer.secretKey);
}
const signerOf = (key: string): TestSigner => {
  const found = signers.find(({ publicKey }) => publicKey === key);
  if (found === undefined) throw new Error("network vectors: no such key");
  return found;
};

export const items: v2.Head[] = [1, 2, 3].map((size) => ({ tag: hash(`tag ${size}`), size, root: hash(`root ${size}`) }));
export const [sender] = signers as [TestSigner];
export const transaction: v2.ListTransaction = {
  ...{ version: 2, network, sender: sender.publicKey, sequence: 0, expires_at: START + 3_600, type: "node_checkpoint" },
  data: { items_root: v2.itemsRoot(items), count: items.length },
};
const signed = { transaction, signature: sign(sender, DOMAIN.transactionV2, transaction) };

/** Header of a block at a height, ten seconds after the one before. */
export function headerAt(
  height: number,
  previous: string,
  below: readonly string[],
  changes: Partial<v2.Header> = {},
): v2.Header {
  return {
    ...{ version: 2, network, height, previous_hash: previous, slot: 0, position: height, rank: 0, epoch: 0 },
    ...{ producer: sender.publicKey, timestamp: START + 10 * height },
    history_root: merkle.rootOf(below.map((one) => hexToBytes(one))),
    members: v2.membersHash(own),
    ...{ tx_root: merkle.EMPTY_ROOT, tx_count: 0, attestation_root: merkle.EMPTY_ROOT, state_root: hash("state") },
    ...changes,
  };
}

export const first = headerAt(1, network, [], { tx_root: v2.transactionRoot([signed, signed]), tx_count: 2 });
export const firstHash = hashObject(first);
const second = headerAt(2, firstHash, [firstHash]);
export const secondHash = hashObject(second);
export const last = headerAt(3, secondHash, [firstHash, secondHash]);

interface Links {
  /** Voter indexes of the two links. */
  readonly voters?: readonly (readonly number[])[];
  readonly epochs?: readonly [number, number];
  readonly source?: { readonly height: number; readonly hash: string };
  /** Lists by which the votes of each link are signed. */
  readonly lists?: readonly [v2.Members, v2.Members];
}

export function certify(header: v2.Header, childHash: string, links: Links = {}): v2.Certificate {
  const {
    voters = [
      [0, 1, 2],
      [0, 1, 2],
    ],
    epochs = [header.epoch, header.epoch],
    lists = [own, own],
  } = links;
  const self = { height: header.height, hash: hashObject(header) };
  const source = links.source ?? { height: 0, hash: network };
  const child = { height: header.height + 1, hash: childHash };
  const votes = (at: 0 | 1, from: typeof self, target: typeof self): v2.IndexedVote[] =>
    (voters[at] ?? []).map((index) => {
      const key = v2.votersOf(lists[at]).keys[index] ?? sender.publicKey;
      const statement = v2.attestationIn({ epoch: epochs[at], source: from, target }, network, key);
      return [index, sign(signerOf(key), DOMAIN.attestationV2, statement)];
    });
  return {
    ...{ header, signature: sign(signerOf(header.producer), DOMAIN.blockV2, header), members: lists[0] },
    ...{ child: null, child_members: null },
    links: [
      { epoch: epochs[0], votes: [[source, votes(0, source, self)]] },
      { epoch: epochs[1], hash: childHash, votes: votes(1, self, child) },
    ],
  };
}

export const certificate = certify(last, hash("child"));
export const changing = headerAt(3, secondHash, [firstHash, secondHash], { members: v2.membersHash(handover) });
export const both = {
  lists: [handover, handover] as const,
  voters: [
    [0, 1, 2, 3, 4],
    [0, 1, 2, 3, 4],
  ],
};
/** The lists once that handover is over. */
export const after: v2.Members = { current: { version: 1, members: newer }, pending: null };
/** A member that holds two thirds of the weight of its list, and no more. */
export const twoOfThree: readonly v2.Member[] = signers.slice(0, 2).map((signer, index) => memberOf(signer, 2 - index));
/** A certificate at height 3 that hands over to these members. */
export function handingTo(list: readonly v2.Member[]): v2.Certificate {
  const lists: v2.Members = { current: own.current, pending: { version: 1, members: [...list] } };
  const all = v2.votersOf(lists).keys.map((_, index) => index);
  const header = headerAt(3, secondHash, [firstHash, secondHash], { members: v2.membersHash(lists) });
  return certify(header, hash("child"), { lists: [lists, lists], voters: [all, all] });
}
/** A certificate that hands over, at height 3. */
export const handing = certify(changing, hash("child"), both);
/** A block whose child begins a handover. */
export const child = headerAt(4, hashObject(last), [firstHash, secondHash, hashObject(last)], {
  members: v2.membersHash(handover),
});
export const beginning: v2.Certificate = {
  ...certify(last, hashObject(child), {
    lists: [own, handover],
    voters: [
      [0, 1, 2],
      [0, 1, 2, 3, 4],
    ],
  }),
  ...{ child, child_members: handover },
};

export function evidenceWith(changes: Partial<v2.Evidence> = {}): v2.Evidence {
  const tree = merkle.createTree();
  for (const one of [firstHash, secondHash]) tree.append(hexToBytes(one));
  return {
    ...{
      ...signed,
      tx_index: 1,
      tx_path: [merkleLeaf(signed)],
      item: items[1] as v2.Head,
      item_index: 1,
      item_path: itemPath(1),
    },
    ...{ header: first, history_path: tree.inclusionPath(0, 2), final: certificate },
    ...changes,
  };
}

const merkleLeaf = (value: unknown): string => merkle.rootOf([canonicalBytes(value)]);
function itemPath(index: number): string[] {
  const tree = merkle.createTree();
  for (const item of items) tree.append(canonicalBytes(item));
  return tree.inclusionPath(index, items.length);
}
