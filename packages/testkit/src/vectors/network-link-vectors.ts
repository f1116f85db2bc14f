import { blockHash, DOMAIN, hashObject, merkle, type SignedHeader, signObject, type v2 } from "@lucid/proof";
import { hexToBytes } from "@noble/hashes/utils.js";
import { createTestChain } from "../proof/test-chain.ts";
import { TEST_EPOCH_S, type TestNetwork, testNetwork } from "../proof/test-network.ts";
import { malformed } from "./malformed.ts";
import { beginning, certificate, certify, firstHash, hash, last, network, secondHash } from "./network-chain-example.ts";
import { invalid, type Vector, valid } from "./vector.ts";

const ofLink = (link: unknown): Vector["input"] => ({ kind: "link", link });
const rootOver = (hashes: readonly string[]): string => merkle.rootOf(hashes.map((one) => hexToBytes(one)));
const history_root = rootOver([firstHash, secondHash, hashObject(last)]);
const lastOf = ({ header }: v2.Certificate) => ({ height: header.height, hash: hashObject(header) });
const linkWith = (changes: Partial<v2.NetworkLink> = {}): v2.NetworkLink => ({
  ...{ network, last: lastOf(certificate), history_root, certificate, ...changes },
});

/** A link of a version 1 chain of three blocks, up to one of the first two. */
export function soloLink(of: TestNetwork, height: 1 | 2): v2.NetworkLink & { readonly certificate: v2.SoloCertificate } {
  const chain = createTestChain(of);
  for (const at of [1, 2, 3]) chain.addBlock(TEST_EPOCH_S + 10 * at);
  const { headers, finality } = chain.blockEvidence(height);
  const [signed] = headers as [SignedHeader];
  const hashes = chain.blocks.slice(0, height).map(({ header }) => blockHash(header));
  return {
    ...{ network: of.hash, last: { height, hash: blockHash(signed.header) }, history_root: rootOver(hashes) },
    certificate: { ...signed, links: finality },
  };
}

/** What members say of the chains that they come from. */
export function networkLinkVectors(): Vector[] {
  const home = testNetwork("vectors/link");
  const solo = soloLink(home, 2);
  const first = soloLink(home, 1);
  const of = (certificate: v2.NetworkLink["certificate"], changes: Partial<v2.NetworkLink> = {}) =>
    ofLink({ ...solo, certificate, ...changes });
  const { header, links } = solo.certificate;
  const [one, two] = links;
  const [vote] = one.signatures as [(typeof one.signatures)[number]];
  const elsewhere = { ...first.certificate.header, previous_hash: hash("x") };
  const [producer] = home.producers as [TestNetwork["producers"][number]];
  const signed = { header: elsewhere, signature: signObject(DOMAIN.block, elsewhere, producer.secretKey) };
  const facts = (link: v2.NetworkLink) => ({ ...link.last, time: link.certificate.header.timestamp });
  return [
    valid("a link of a network", ofLink(linkWith()), facts(linkWith())),
    valid("a link whose block's child begins a handover", ofLink(linkWith({ certificate: beginning, last: lastOf(beginning) }))),
    valid("a link of a version 1 chain", ofLink(solo), facts(solo)),
    valid("a link of the first block of a version 1 chain", ofLink(first), facts(first)),
    invalid(
      "a link to another block of that height",
      ofLink(linkWith({ last: { height: 3, hash: secondHash } })),
      "finality-link",
    ),
    invalid("a link to another height", ofLink(linkWith({ last: { ...lastOf(certificate), height: 2 } })), "finality-link"),
    invalid("a link to another block of a version 1 chain", of(solo.certificate, { last: first.last }), "finality-link"),
    invalid("a link to height 0", ofLink(linkWith({ last: { height: 0, hash: network } })), "format-invalid"),
    invalid("a link of another network than its certificate's", ofLink(linkWith({ network: hash("x") })), "network-mismatch"),
    invalid(
      "a link of another network than its version 1 certificate's",
      of(solo.certificate, { network: hash("x") }),
      "network-mismatch",
    ),
    invalid(
      "a link whose block is not signed",
      ofLink(linkWith({ certificate: { ...certificate, signature: "0".repeat(128) } })),
      "header-signature",
    ),
    invalid(
      "a link whose block of version 1 is not signed",
      of({ ...solo.certificate, signature: "0".repeat(128) }),
      "header-signature",
    ),
    invalid(
      "a link with votes of two thirds and no more",
      ofLink(
        linkWith({
          certificate: certify(last, hash("child"), {
            voters: [
              [0, 1],
              [0, 1, 2],
            ],
          }),
        }),
      ),
      "finality-weight",
    ),
    invalid("a link of a first block after another genesis", of({ ...signed, links: first.certificate.links }), "header-chain"),
    invalid(
      "a vote of a key that is not the producer's",
      ofLink(soloLink(testNetwork("vectors/link of two", { weights: [1, 1] }), 2)),
      "attester-unknown",
    ),
    invalid(
      "a vote that is not signed",
      of({ ...solo.certificate, links: [{ ...one, signatures: [{ ...vote, signature: "0".repeat(128) }] }, two] }),
      "attestation-signature",
    ),
    invalid("links of another block", of({ ...solo.certificate, links: first.certificate.links }), "finality-link"),
    invalid(
      "a block of a version that nobody knows",
      of({ ...solo.certificate, header: { ...header, version: 3 as 1 } }),
      "format-invalid",
    ),
    invalid("a single link of votes", ofLink({ ...solo, certificate: { ...solo.certificate, links: [one] } }), "format-invalid"),
    invalid(
      "a third link of votes",
      ofLink({ ...solo, certificate: { ...solo.certificate, links: [one, two, two] } }),
      "format-invalid",
    ),
    ...[...malformed(linkWith(), ["certificate"])].map(({ name, document }) =>
      invalid(`a link with ${name}`, ofLink(document), "format-invalid"),
    ),
    ...[...malformed(solo.certificate)].map(({ name, document }) =>
      invalid(`a link of a version 1 chain with ${name}`, ofLink({ ...solo, certificate: document }), "format-invalid"),
    ),
  ];
}
