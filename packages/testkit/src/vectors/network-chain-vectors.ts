import { v2 } from "@lucid/proof";
import { malformed } from "./malformed.ts";
import { certificateBoundVectors, evidenceBoundVectors, genesisBoundVectors } from "./network-chain-bound-vectors.ts";
import { genesis, hash, members, network, own, parameters } from "./network-chain-example.ts";
import { certificateVectors, evidenceVectors, trustVectors } from "./network-chain-proof-vectors.ts";
import { networkChainRelationVectors } from "./network-chain-relation-vectors.ts";
import { networkLinkVectors } from "./network-link-vectors.ts";
import { networkProofVectors } from "./network-proof-vectors.ts";
import { invalid, type Vector, type VectorFile, valid, vectorFile } from "./vector.ts";

const ofGenesis = (document: unknown): Vector["input"] => ({ kind: "genesis", document });
const parametersWith = (changes: Partial<v2.Parameters>) => ofGenesis({ ...genesis, parameters: { ...parameters, ...changes } });

function genesisVectors(): Vector[] {
  const [one, two, ...others] = members as [v2.Member, v2.Member, ...v2.Member[]];
  const bounds: readonly (readonly [keyof v2.Parameters, number, number])[] = [
    ["max_fallbacks", 0, 16],
    ["cooldown_slots", 8, 32],
    ["window_epochs", 1, 30],
    ["max_block_bytes", 262_144, 4_194_304],
    ["max_transactions", 1, 1_000],
    ["max_items", 1_000, 16_000],
    ["checkpoint_blocks", 1, 60],
  ];
  return [
    valid("a genesis", ofGenesis(genesis), { hash: network, members: v2.membersHash(own) }),
    valid(
      "a genesis that succeeds another network",
      ofGenesis({ ...genesis, previous: { network: hash("n"), last: { height: 9, hash: hash("b") } } }),
    ),
    ...bounds.flatMap(([name, least, most]) => [
      valid(`${name} of ${least}`, parametersWith({ [name]: least })),
      valid(`${name} of ${most}`, parametersWith({ [name]: most })),
      invalid(`${name} of ${least - 1}`, parametersWith({ [name]: least - 1 }), "format-invalid"),
      invalid(`${name} of ${most + 1}`, parametersWith({ [name]: most + 1 }), "format-invalid"),
    ]),
    valid("as many members as max_attesters", parametersWith({ max_attesters: 4 })),
    invalid("more members than max_attesters", parametersWith({ max_attesters: 3 }), "genesis-invalid"),
    invalid("max_attesters of 129", parametersWith({ max_attesters: 129 }), "format-invalid"),
    invalid("a slot that is no whole number of intervals", parametersWith({ slot_duration: 125 }), "genesis-invalid"),
    valid("d_min of 1", parametersWith({ d_min: [5, 5] })),
    invalid("d_min above 1", parametersWith({ d_min: [6, 5] }), "genesis-invalid"),
    invalid("d_min in more than thousandths", parametersWith({ d_min: [1, 1_001] }), "format-invalid"),
    invalid("members that are not sorted", ofGenesis({ ...genesis, members: [two, one, ...others] }), "format-invalid"),
    invalid(
      "an entity twice",
      ofGenesis({ ...genesis, members: [one, { ...two, entity: one.entity }, ...others] }),
      "format-invalid",
    ),
    invalid(
      "a key twice",
      ofGenesis({ ...genesis, members: [one, { ...two, public_key: one.public_key }, ...others] }),
      "format-invalid",
    ),
    invalid("no member", ofGenesis({ ...genesis, members: [] }), "format-invalid"),
    valid("a weight of 1 000", ofGenesis({ ...genesis, members: [{ ...one, weight: 1_000 }] })),
    invalid("a weight of 1 001", ofGenesis({ ...genesis, members: [{ ...one, weight: 1_001 }] }), "format-invalid"),
    invalid("a weight of 0", ofGenesis({ ...genesis, members: [{ ...one, weight: 0 }] }), "format-invalid"),
    invalid("a name of 33 characters", ofGenesis({ ...genesis, network: "a".repeat(33) }), "format-invalid"),
    invalid("version 1 of the genesis with the fields of version 2", ofGenesis({ ...genesis, version: 1 }), "format-invalid"),
    ...[...malformed(genesis)].map(({ name, document }) =>
      invalid(`a genesis with ${name}`, ofGenesis(document), "format-invalid"),
    ),
  ];
}

/** Genesis, certificates and evidence of a network of version 2. */
export function networkChainVectors(): VectorFile {
  const [session, salt] = ["00112233-4455-4677-8899-aabbccddeeff", "ab".repeat(32)];
  return vectorFile(
    "network-chain",
    "Version 2. kind tag: the tag of a session. kind genesis: a genesis, its hash and that of its lists. kind certificate: why a block is final. kind evidence: why an item is, for a verifier with the genesis, or with a root of trust and handover certificates. kind proof: a network proof, as `document`, which is written in canonical form before it is read, or as bytes, beside what a verified bundle says of its `recording`. kind link: what a network_link says of another chain, checked by itself.",
    [
      valid("a tag", { kind: "tag", session_id: session, salt }, { tag: hash(`lucid-session-tag\n${session}\n${salt}`) }),
      ...genesisVectors(),
      ...genesisBoundVectors(),
      ...certificateVectors(),
      ...certificateBoundVectors(),
      ...evidenceVectors(),
      ...evidenceBoundVectors(),
      ...trustVectors(),
      ...networkChainRelationVectors(),
      ...networkProofVectors(),
      ...networkLinkVectors(),
    ],
    { genesis: { four: genesis } },
  );
}
