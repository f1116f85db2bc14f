import { DOMAIN, hashObject, v2 } from "@lucid/proof";
import { testSigner } from "../proof/test-network.ts";
import { malformed } from "./malformed.ts";
import {
  both,
  certificate,
  certify,
  evidenceWith,
  firstHash,
  genesis,
  handover,
  hash,
  headerAt,
  last,
  network,
  own,
  parameters,
  START,
  secondHash,
  sender,
  sign,
  transaction,
} from "./network-chain-example.ts";
import { invalid, type Vector, valid } from "./vector.ts";

const ofGenesis = (document: unknown): Vector["input"] => ({ kind: "genesis", document });
const ofCertificate = (document: unknown): Vector["input"] => ({ kind: "certificate", genesis: "four", certificate: document });
const ofEvidence = (document: unknown): Vector["input"] => ({ kind: "evidence", genesis: "four", evidence: document });
const signature = "0".repeat(128);
const hashes = (count: number): string[] => Array.from({ length: count }, (_, index) => hash(`step ${index}`));

/** Each bound of a genesis from both of its sides, and the forms within its lists. */
export function genesisBoundVectors(): Vector[] {
  const many = Array.from({ length: 129 }, (_, index) => testSigner(`vectors/many ${index}`).publicKey)
    .toSorted()
    .map((key): v2.Member => ({ entity: key, public_key: key, weight: 1 }));
  const dMin = (d_min: readonly number[]) => ofGenesis({ ...genesis, parameters: { ...parameters, d_min } });
  const previous = { network: hash("n"), last: { height: 9, hash: hash("b") } };
  return [
    valid("128 members", ofGenesis({ ...genesis, members: many.slice(1) })),
    invalid("129 members", ofGenesis({ ...genesis, members: many }), "format-invalid"),
    invalid("max_attesters of 0", ofGenesis({ ...genesis, parameters: { ...parameters, max_attesters: 0 } }), "format-invalid"),
    valid("d_min of 1 in thousandths", dMin([1_000, 1_000])),
    valid("d_min of 1 as a whole", dMin([1, 1])),
    invalid("d_min of no whole", dMin([0, 0]), "format-invalid"),
    invalid("d_min of more than 1 000 parts", dMin([1_001, 1_000]), "format-invalid"),
    invalid("d_min of one number", dMin([1]), "format-invalid"),
    invalid("d_min of three numbers", dMin([1, 5, 5]), "format-invalid"),
    ...[...malformed(previous)].map(({ name, document }) =>
      invalid(`a network before with ${name}`, ofGenesis({ ...genesis, previous: document }), "format-invalid"),
    ),
  ];
}

/** The forms within a certificate that its outermost ones do not show, and a weight of exactly two thirds. */
export function certificateBoundVectors(): Vector[] {
  const [firstLink, secondLink] = certificate.links;
  const votes = firstLink.votes[0]?.[1] ?? [];
  const source = { height: 0, hash: network };
  const linked = (links: unknown) => ofCertificate({ ...certificate, links });
  const voted = (some: unknown) => linked([{ ...firstLink, votes: [[source, some]] }, secondLink]);
  const repeated = (
    links: readonly unknown[],
    ...lists: readonly (readonly [path: string, times: number])[]
  ): Vector["input"] => ({
    ...linked(links),
    repeat: lists.map(([path, times]) => ({ path: ["certificate", "links", ...path.split(".")], times })),
  });
  const [vote] = votes;
  const sourced = (one: number, other: number): Vector["input"] =>
    repeated(
      [
        {
          ...firstLink,
          votes: [
            [source, [vote]],
            [source, [vote]],
          ],
        },
        secondLink,
      ],
      ["0.votes.0.1", one],
      ["0.votes.1.1", other],
    );
  const newer = handover.pending?.members ?? [];
  const thirds: v2.Members = { current: own.current, pending: { version: 1, members: newer.toSpliced(2, 1) } };
  const turning = headerAt(3, secondHash, [firstHash, secondHash], { members: v2.membersHash(thirds) });
  return [
    invalid(
      "exactly two thirds of the newer list",
      ofCertificate(
        certify(turning, hash("child"), {
          lists: [thirds, thirds],
          voters: [
            [0, 1, 2],
            [0, 1, 2, 4],
          ],
        }),
      ),
      "finality-weight",
    ),
    valid(
      "more than two thirds of the newer list",
      ofCertificate(certify(turning, hash("child"), { ...both, lists: [thirds, thirds] })),
    ),
    invalid(
      "a header of another network that is not signed",
      ofCertificate({ ...certificate, header: { ...last, network: hash("x") } }),
      "network-mismatch",
    ),
    invalid("links that are no list", linked({ one: firstLink, two: secondLink }), "format-invalid"),
    invalid("a third link", linked([firstLink, secondLink, secondLink]), "format-invalid"),
    invalid("no source of votes", linked([{ ...firstLink, votes: [] }, secondLink]), "format-invalid"),
    invalid(
      "257 sources of votes",
      linked([{ ...firstLink, votes: Array.from({ length: 257 }, () => [source, votes]) }, secondLink]),
      "format-invalid",
    ),
    invalid("no vote", voted([]), "format-invalid"),
    invalid("257 votes", voted(Array.from({ length: 257 }, () => votes[0])), "format-invalid"),
    invalid("256 votes of two sources, all by one voter", sourced(128, 128), "attester-unknown"),
    invalid("257 votes of two sources", sourced(128, 129), "format-invalid"),
    invalid(
      "257 votes of the second link",
      repeated([firstLink, { ...secondLink, votes: [secondLink.votes[0]] }], ["1.votes", 257]),
      "format-invalid",
    ),
    invalid("a voter before the first", voted([...votes, [-1, signature]]), "format-invalid"),
    invalid("a voter of number 256", voted([...votes, [256, signature]]), "format-invalid"),
    ...[...malformed(firstLink)].map(({ name, document }) =>
      invalid(`a first link with ${name}`, linked([document, secondLink]), "format-invalid"),
    ),
    ...[...malformed(secondLink)].map(({ name, document }) =>
      invalid(`a second link with ${name}`, linked([firstLink, document]), "format-invalid"),
    ),
    ...[...malformed(handover)].map(({ name, document }) =>
      invalid(`lists with ${name}`, ofCertificate({ ...certificate, members: document }), "format-invalid"),
    ),
  ];
}

/** Anchors as items, the last second of a transaction, and paths that are longer than any tree. */
export function evidenceBoundVectors(): Vector[] {
  const anchor: v2.Anchor = {
    ...{ tag: hash("tag"), manifest_hash: hash("m"), grant_hash: hash("g"), merkle_root: hash("r"), chunk_count: 1 },
    consistency: null,
  };
  const signed = (changes: Partial<v2.ListTransaction>) => {
    const changed = { ...transaction, ...changes };
    return { transaction: changed, signature: sign(sender, DOMAIN.transactionV2, changed) };
  };
  const anchors = signed({ type: "session_anchors", data: { items_root: v2.itemsRoot([anchor]), count: 1 } });
  const inFirstBlock = (one: typeof anchors): Partial<v2.Evidence> => {
    const header = headerAt(1, network, [], { tx_root: v2.transactionRoot([one]), tx_count: 1 });
    const final = certify(headerAt(2, hashObject(header), [hashObject(header)]), hash("child"));
    return { ...one, tx_index: 0, tx_path: [], header, history_path: [], final };
  };
  const ofAnchor = (item: unknown, one: object = anchors) => ofEvidence({ ...evidenceWith(), ...one, item });
  return [
    valid(
      "evidence of an anchor",
      ofEvidence(evidenceWith({ ...inFirstBlock(anchors), item: anchor, item_index: 0, item_path: [] })),
      { transaction_id: hashObject(anchors.transaction), height: 1, final_height: 2, voters: 3 },
    ),
    valid("a transaction in its last second", ofEvidence(evidenceWith(inFirstBlock(signed({ expires_at: START + 10 }))))),
    invalid(
      "a transaction of another type",
      ofAnchor(anchor, signed({ ...anchors.transaction, type: "gift" as v2.ListTransaction["type"] })),
      "format-invalid",
    ),
    invalid("an anchor with 25 steps of consistency", ofAnchor({ ...anchor, consistency: hashes(25) }), "format-invalid"),
    ...[...malformed(anchor)].map(({ name, document }) =>
      invalid(`an anchor with ${name}`, ofAnchor(document), "format-invalid"),
    ),
    ...[...malformed(anchors.transaction)].map(({ name, document }) =>
      invalid(
        `anchors with ${name}`,
        ofEvidence({ ...evidenceWith(), ...anchors, item: anchor, transaction: document }),
        "format-invalid",
      ),
    ),
    invalid("21 steps to the block's transactions", ofEvidence({ ...evidenceWith(), tx_path: hashes(21) }), "format-invalid"),
    invalid("11 steps to the items", ofEvidence({ ...evidenceWith(), item_path: hashes(11) }), "format-invalid"),
    invalid("41 steps to the history", ofEvidence({ ...evidenceWith(), history_path: hashes(41) }), "format-invalid"),
  ];
}
