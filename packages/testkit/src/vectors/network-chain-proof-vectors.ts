import { DOMAIN, hashObject, v2 } from "@lucid/proof";
import { malformed } from "./malformed.ts";
import {
  after,
  beginning,
  both,
  certificate,
  certify,
  changing,
  child,
  evidenceWith,
  first,
  firstHash,
  handing,
  handover,
  hash,
  headerAt,
  items,
  last,
  network,
  own,
  START,
  sender,
  sign,
  transaction,
} from "./network-chain-example.ts";
import { invalid, type Vector, valid } from "./vector.ts";

const ofCertificate = (document: unknown): Vector["input"] => ({ kind: "certificate", genesis: "four", certificate: document });
const ofEvidence = (document: unknown): Vector["input"] => ({ kind: "evidence", genesis: "four", evidence: document });
/** The certified header with a change, signed and voted for anew. */
const resigned = (changes: Partial<v2.Header>): v2.Certificate => certify({ ...last, ...changes }, hash("child"));

export function certificateVectors(): Vector[] {
  const [firstLink, secondLink] = certificate.links;
  const votes = firstLink.votes[0]?.[1] ?? [];
  const withVotes = (...some: readonly v2.IndexedVote[]): v2.Certificate => ({
    ...certificate,
    links: [{ ...firstLink, votes: [[{ height: 0, hash: network }, [...some]]] }, secondLink],
  });
  const changed = (changes: Partial<v2.Certificate>) => ofCertificate({ ...certificate, ...changes });
  const begins = (changes: Partial<v2.Certificate>) => ofCertificate({ ...beginning, ...changes });
  const otherChild = headerAt(4, hash("another"), [], { members: v2.membersHash(handover) });
  const sameLists = headerAt(4, hashObject(last), []);
  const twoSources: v2.Certificate = {
    ...certificate,
    links: [
      {
        epoch: 0,
        votes: [
          [{ height: 0, hash: network }, votes.slice(0, 2)],
          [
            { height: 1, hash: firstHash },
            certify(last, hash("child"), { source: { height: 1, hash: firstHash } }).links[0].votes[0]?.[1].slice(2) ?? [],
          ],
        ],
      },
      secondLink,
    ],
  };
  const facts = { height: 3, hash: hashObject(last), voters: 3 };
  return [
    valid("a certificate", ofCertificate(certificate), facts),
    valid("votes from two sources", ofCertificate(twoSources), facts),
    valid(
      "voters of different numbers",
      ofCertificate(
        certify(last, hash("child"), {
          voters: [
            [0, 1, 2, 3],
            [0, 1, 3],
          ],
        }),
      ),
      facts,
    ),
    invalid(
      "two thirds and no more",
      ofCertificate(
        certify(last, hash("child"), {
          voters: [
            [0, 1],
            [0, 1, 2],
          ],
        }),
      ),
      "finality-weight",
    ),
    invalid(
      "too little weight in the second link",
      ofCertificate(
        certify(last, hash("child"), {
          voters: [
            [0, 1, 2],
            [1, 2],
          ],
        }),
      ),
      "finality-weight",
    ),
    invalid("a voter twice", ofCertificate(withVotes(...votes, ...votes.slice(0, 1))), "attester-unknown"),
    invalid("a voter that is not in the lists", ofCertificate(withVotes(...votes, [4, "0".repeat(128)])), "attester-unknown"),
    invalid(
      "a vote under another number",
      ofCertificate(withVotes(...votes.slice(0, 2), [3, votes[2]?.[1] ?? ""])),
      "attestation-signature",
    ),
    invalid(
      "votes for another child",
      changed({ links: [firstLink, { ...secondLink, hash: hash("other") }] }),
      "attestation-signature",
    ),
    invalid(
      "a source at the height of the block",
      ofCertificate(certify(last, hash("child"), { source: { height: 3, hash: hashObject(last) } })),
      "finality-link",
    ),
    invalid("the first link of another epoch", ofCertificate(certify(last, hash("child"), { epochs: [1, 1] })), "finality-link"),
    valid("the second link of a later epoch", ofCertificate(certify(last, hash("child"), { epochs: [0, 1] })), facts),
    invalid(
      "the second link of an earlier epoch",
      ofCertificate(certify({ ...last, slot: 720, epoch: 1, timestamp: START + 86_430 }, hash("child"), { epochs: [1, 0] })),
      "finality-link",
    ),
    invalid("a header changed after signing", changed({ header: { ...last, state_root: hash("x") } }), "header-signature"),
    invalid("lists that are not those of the header", changed({ members: handover }), "finality-link"),
    invalid("another network", ofCertificate(resigned({ network: hash("x") })), "network-mismatch"),
    invalid("an epoch that is not that of the slot", ofCertificate(resigned({ epoch: 1 })), "header-schedule"),
    invalid(
      "a position that the slot does not have",
      ofCertificate(resigned({ position: 12, timestamp: START + 120 })),
      "header-schedule",
    ),
    invalid("a rank beyond the last fallback", ofCertificate(resigned({ rank: 4, timestamp: START + 50 })), "header-schedule"),
    valid("the last second of a turn", ofCertificate(resigned({ timestamp: START + 39 }))),
    valid("the turn of a fallback", ofCertificate(resigned({ rank: 3, timestamp: START + 45 }))),
    invalid("a second before the turn", ofCertificate(resigned({ timestamp: START + 29 })), "header-schedule"),
    invalid("the second after the turn", ofCertificate(resigned({ timestamp: START + 40 })), "header-schedule"),
    valid("both lists of a handover", ofCertificate(certify(changing, hash("child"), both))),
    invalid(
      "enough of the older list alone",
      ofCertificate(
        certify(changing, hash("child"), {
          ...both,
          voters: [
            [0, 1, 2],
            [0, 1, 2, 3, 4],
          ],
        }),
      ),
      "finality-weight",
    ),
    invalid(
      "enough of the newer list alone",
      ofCertificate(
        certify(changing, hash("child"), {
          ...both,
          voters: [
            [2, 3, 4],
            [0, 1, 2, 3, 4],
          ],
        }),
      ),
      "finality-weight",
    ),
    valid("a child that begins a handover", ofCertificate(beginning)),
    invalid("a child without its lists", begins({ child_members: null }), "finality-link"),
    invalid("lists without their child", begins({ child: null }), "finality-link"),
    invalid(
      "a child that the second link does not name",
      begins({ child: { ...child, state_root: hash("x") } }),
      "finality-link",
    ),
    invalid(
      "a child of another block",
      ofCertificate({
        ...certify(last, hashObject(otherChild), {
          lists: [own, handover],
          voters: [
            [0, 1, 2],
            [0, 1, 2, 3, 4],
          ],
        }),
        child: otherChild,
        child_members: handover,
      }),
      "finality-link",
    ),
    invalid(
      "a child that names the same lists",
      ofCertificate({ ...certify(last, hashObject(sameLists)), child: sameLists, child_members: own }),
      "finality-link",
    ),
    invalid("lists that are not the child's", begins({ child_members: own }), "finality-link"),
    ...[...malformed(certificate, ["members"])].map(({ name, document }) =>
      invalid(`a certificate with ${name}`, ofCertificate(document), "format-invalid"),
    ),
  ];
}

export function evidenceVectors(): Vector[] {
  const facts = { transaction_id: hashObject(transaction), height: 1, final_height: 3, voters: 3 };
  const final = certify({ ...last, tx_root: first.tx_root, tx_count: 2 }, hash("child"));
  const inFinal = { header: null, history_path: [], final };
  const later = { ...transaction, expires_at: START + 9 };
  const expired = { transaction: later, signature: sign(sender, DOMAIN.transactionV2, later) };
  const expiredHeader = headerAt(1, network, [], { tx_root: v2.transactionRoot([expired]), tx_count: 1 });
  const expiredFinal = certify(headerAt(2, hashObject(expiredHeader), [hashObject(expiredHeader)]), hash("child"));
  const foreign = { ...transaction, network: hash("x") };
  const anchor: v2.Anchor = {
    ...{
      tag: hash("tag"),
      manifest_hash: hash("m"),
      grant_hash: hash("g"),
      merkle_root: hash("r"),
      chunk_count: 1,
      consistency: null,
    },
  };
  return [
    valid("evidence of an item", ofEvidence(evidenceWith()), facts),
    valid("evidence in the certified block itself", ofEvidence(evidenceWith(inFinal)), { ...facts, height: 3 }),
    invalid("another item", ofEvidence(evidenceWith({ item: items[0] as v2.Head })), "path-invalid"),
    invalid("an anchor as an item of a checkpoint", ofEvidence(evidenceWith({ item: anchor })), "format-invalid"),
    invalid("an index beyond the list", ofEvidence(evidenceWith({ item_index: 3 })), "path-invalid"),
    invalid(
      "another transaction than was signed",
      ofEvidence(evidenceWith({ transaction: { ...transaction, sequence: 1 } })),
      "transaction-signature",
    ),
    invalid(
      "a transaction of another network",
      ofEvidence(evidenceWith({ transaction: foreign, signature: sign(sender, DOMAIN.transactionV2, foreign) })),
      "network-mismatch",
    ),
    invalid("another place in the block", ofEvidence(evidenceWith({ tx_index: 2 })), "transaction-not-in-block"),
    invalid(
      "a block that is not below the certified one",
      ofEvidence(evidenceWith({ header: { ...first, state_root: hash("x") } })),
      "header-chain",
    ),
    invalid(
      "a block of another network",
      ofEvidence(evidenceWith({ header: { ...first, network: hash("x") } })),
      "network-mismatch",
    ),
    invalid(
      "a block outside its turn",
      ofEvidence(evidenceWith({ header: { ...first, timestamp: START + 20 } })),
      "header-schedule",
    ),
    invalid("the same block with a path", ofEvidence(evidenceWith({ ...inFinal, history_path: [hash("x")] })), "header-chain"),
    invalid("a path to another root", ofEvidence(evidenceWith({ history_path: [hash("x")] })), "header-chain"),
    invalid(
      "a transaction that had expired",
      ofEvidence(
        evidenceWith({ ...expired, tx_index: 0, tx_path: [], header: expiredHeader, history_path: [], final: expiredFinal }),
      ),
      "transaction-expired",
    ),
    invalid(
      "a certificate without the weight",
      ofEvidence(evidenceWith({ final: certify(last, hash("child"), { voters: [[0], [0]] }) })),
      "finality-weight",
    ),
    ...[...malformed(evidenceWith(), ["final"])].map(({ name, document }) =>
      invalid(`evidence with ${name}`, ofEvidence(document), "format-invalid"),
    ),
  ];
}

/** Evidence in its certified block at a height, by the keys of some lists. */
function evidenceBy(lists: v2.Members, height: number): v2.Evidence {
  const header = headerAt(height, hash("parent"), [], {
    ...{ members: v2.membersHash(lists), tx_root: first.tx_root, tx_count: 2 },
  });
  const all = v2.votersOf(lists).keys.map((_, index) => index);
  const final = certify(header, hash("child"), { lists: [lists, lists], voters: [all, all] });
  return evidenceWith({ header: null, history_path: [], final });
}

/** Lists that a verifier has learned, from a root of trust and handover certificates. */
export function trustVectors(): Vector[] {
  const root: v2.RootOfTrust = { network, height: 3, hash: hashObject(changing), members: handover };
  const given = (evidence: v2.Evidence, trust: { readonly root?: unknown; readonly handovers?: readonly unknown[] }) => ({
    ...ofEvidence(evidence),
    ...trust,
  });
  const handovers = [handing];
  const facts = (height: number, voters: number) => ({
    ...{ transaction_id: hashObject(transaction), height, final_height: height, voters },
  });
  const newer = evidenceBy(after, 5);
  const skipping: v2.Members = { ...handover, pending: { version: 2, members: after.current.members } };
  const skipped = evidenceBy({ current: { version: 2, members: after.current.members }, pending: null }, 5);
  const strange: v2.Members = {
    current: { ...own.current, members: after.current.members },
    pending: { ...own.current, version: 1 },
  };
  const strangers = evidenceBy({ current: { ...own.current, version: 1 }, pending: null }, 5);
  const light = { ...handing, links: [handing.links[0], { ...handing.links[1], votes: handing.links[1].votes.slice(0, 1) }] };
  const unknown = "attester-unknown";
  return [
    valid("evidence while membership changes hands, by the genesis alone", ofEvidence(evidenceBy(handover, 3)), facts(3, 5)),
    invalid("evidence by a list that nobody taught", ofEvidence(newer), unknown),
    valid("evidence by the list of a handover", given(newer, { handovers }), facts(5, 4)),
    valid("evidence while the list that was taught is still pending", given(evidenceBy(handover, 4), { handovers }), facts(4, 5)),
    valid("evidence in the block that hands over", given(evidenceBy(handover, 3), { handovers }), facts(3, 5)),
    valid("evidence below the handover", given(evidenceBy(own, 2), { handovers }), facts(2, 4)),
    invalid("evidence by the older list alone above the handover", given(evidenceBy(own, 4), { handovers }), unknown),
    invalid("evidence by the newer list alone at the handover", given(evidenceBy(after, 3), { handovers }), unknown),
    valid("evidence from a root of trust", given(newer, { root }), facts(5, 4)),
    invalid("evidence by the older list above a root of trust", given(evidenceBy(own, 5), { root }), unknown),
    invalid("evidence at the height of the root", given(evidenceBy(handover, 3), { root }), unknown),
    invalid("a root of trust of another network", given(newer, { root: { ...root, network: hash("x") } }), "network-mismatch"),
    invalid("a root of trust with a member too few", given(newer, { root: { ...root, members: null } }), "format-invalid"),
    invalid("a handover twice", given(newer, { handovers: [handing, handing] }), unknown),
    invalid("a handover at the root", given(newer, { root, handovers }), unknown),
    invalid(
      "a handover from a list that nobody taught",
      given(strangers, { handovers: [evidenceBy(strange, 4).final] }),
      unknown,
    ),
    ...[...malformed(root, ["members"])].map(({ name, document }) =>
      invalid(`a root of trust with ${name}`, given(newer, { root: document }), "format-invalid"),
    ),
    invalid("a handover that hands nothing over", given(newer, { handovers: [certificate] }), unknown),
    invalid("a handover that skips a version", given(skipped, { handovers: [evidenceBy(skipping, 4).final] }), unknown),
    invalid("a handover without the weight", given(newer, { handovers: [light] }), "finality-weight"),
    invalid("a handover that is no certificate", given(newer, { handovers: [{ ...handing, links: [] }] }), "format-invalid"),
  ];
}
