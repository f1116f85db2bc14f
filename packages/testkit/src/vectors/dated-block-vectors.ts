import {
  type BlockRef,
  type BundleContent,
  type BundleDescriptor,
  blockHash,
  bundleReadme,
  canonicalBytes,
  canonicalJson,
  DOMAIN,
  type FailureCode,
  type FinalityLink,
  type Header,
  signObject,
  utf8,
} from "@lucid/proof";
import { putTogether, takeApart } from "../proof/bundle-parts.ts";
import { buildDatedSession } from "../proof/dated-session.ts";
import { forgeEvidence } from "../proof/forge-evidence.ts";
import { createTestChain } from "../proof/test-chain.ts";
import { testNetwork } from "../proof/test-network.ts";
import { bundleBytes, type TestSessionOptions } from "../proof/test-session.ts";
import { type Run, spliceOf, spliceOfRuns } from "./splice.ts";
import { base64, invalid, type Vector, valid } from "./vector.ts";

/** Blocks before the recording. */
const BEFORE = 4;
const SOME_HASH = "77".repeat(32);

/** Bundles of version 2: with the blocks that the recording names, and their times. Against the clean one, `dated`. */
export async function datedBlockVectors(seed: string, options: TestSessionOptions) {
  const { session, chain, content, headerAt } = buildDatedSession(seed, options);
  const [two, three] = [chain.blockEvidence(2), chain.blockEvidence(3)];
  const clean = await bundleBytes(content);
  const parts = takeApart(clean);
  const input = (bytes: Uint8Array): Vector["input"] => ({ bundle: "dated", splice: spliceOf(clean, bytes) });
  const changed = async (changes: Partial<BundleContent>) => input(await bundleBytes({ ...content, ...changes }));
  const replaced = (changes: Readonly<Record<string, Uint8Array>>): Uint8Array =>
    putTogether(parts.map(({ name, bytes }) => ({ name, bytes: changes[name] ?? bytes })));
  const described = (changes: Partial<BundleDescriptor>): BundleDescriptor => ({ ...content.descriptor, ...changes });
  const bad = (name: string, bytes: Uint8Array, code: FailureCode): Vector => invalid(`dated: ${name}`, input(bytes), code);
  const listed = (name: string, blocks: unknown, code: FailureCode): Vector =>
    bad(name, replaced({ "blocks.json": blocks instanceof Uint8Array ? blocks : canonicalBytes(blocks) }), code);
  const good = async (name: string, changes: Partial<BundleContent>, expect: Vector["expect"]): Promise<Vector> =>
    valid(`dated: ${name}`, await changed(changes), expect);
  const at = (height: number) => ({ height, time: headerAt(height).timestamp });

  const first = canonicalBytes(described({ version: 1 }));
  const [producer] = session.network.producers;
  if (producer === undefined) throw new RangeError("dated block vectors: a network without producers");
  const late = { ...headerAt(2), timestamp: headerAt(2).timestamp + 1 };
  const signedLate = { header: late, signature: signObject(DOMAIN.block, late, producer.secretKey) };
  const [link, next] = two.finality;
  const unsigned: FinalityLink = {
    ...link,
    signatures: link.signatures.map((vote) => ({ ...vote, signature: "00".repeat(64) })),
  };
  const foreign = createTestChain(testNetwork(`${seed}/foreign`));
  for (let block = 0; block < BEFORE; block += 1) foreign.addBlock(session.network.genesis.genesis_time + block * 10);
  const later = { ...headerAt(2), timestamp: headerAt(BEFORE + 1).timestamp + 1 };
  const lying = async (granted: BlockRef, changes: Partial<BundleContent>): Promise<Vector["input"]> =>
    input(await bundleBytes({ ...buildDatedSession(seed, { ...options, granted }).content, ...changes }));
  const forged = (header: Header, child = blockHash(headerAt(3))) => {
    const { headers, finality } = forgeEvidence(session.network, session.node, content.anchor, { header, child });
    return { headers, finality };
  };
  const misplaced = buildDatedSession(seed, {
    ...{ ...options, blocksAtS: [0, 10, 20, 30, 40, 50] },
    named: { height: 5, hash: blockHash(headerAt(1)) },
  });
  const otherChild = forged(headerAt(2), SOME_HASH);

  const [head, tail] = canonicalJson({ ...two, headers: ["*"] }).split('"*"') as [string, string];
  const header = canonicalJson(two.headers[0]);
  const long: readonly Run[] = [
    [head, 1],
    [`${header},`, 999],
    [`${header}${tail}`, 1],
  ];

  const vectors = [
    valid(
      "dated: the blocks of grant and first chunk",
      { bundle: "dated", splice: { at: 0, remove: 0, insert: "" } },
      { begun_after: { chunk: 0, ...at(3) }, granted_after: at(2) },
    ),
    await good("the block of the grant alone", { blocks: [two] }, { begun_after: null, granted_after: at(2) }),
    await good(
      "the block of the first chunk alone",
      { blocks: [three] },
      {
        begun_after: { chunk: 0, ...at(3) },
        granted_after: null,
      },
    ),
    await good(
      "the block of the last chunk alone",
      { blocks: [chain.blockEvidence(4)] },
      {
        begun_after: { chunk: 2, ...at(4) },
        granted_after: null,
      },
    ),
    await good(
      "one block with the two that follow it",
      { blocks: [chain.blockEvidence(2, { final: 2 })] },
      {
        begun_after: { chunk: 0, ...at(3) },
        granted_after: at(2),
      },
    ),
    await good(
      "no block, in version 1",
      { blocks: undefined, descriptor: described({ version: 1 }) },
      {
        begun_after: null,
        granted_after: null,
      },
    ),
    bad("version 3", replaced({ "lucid.json": canonicalBytes({ ...described({}), version: 3 }) }), "format-invalid"),
    bad("version 1 with the README.txt of version 2", replaced({ "lucid.json": first }), "part-too-large"),
    bad("version 2 with the README.txt of version 1", replaced({ "README.txt": utf8(bundleReadme[1]) }), "readme-changed"),
    bad("version 2 without blocks", putTogether(parts.filter(({ name }) => name !== "blocks.json")), "part-missing"),
    invalid(
      "dated: version 1 with blocks",
      input(replaced({ "lucid.json": first, "README.txt": utf8(bundleReadme[1]) })),
      "part-missing",
      { chunk: 0 },
    ),
    bad("blocks above their limit", replaced({ "blocks.json": new Uint8Array(4_194_305) }), "part-too-large"),
    listed("no block in the list", [], "format-invalid"),
    listed("16 blocks, all the same", Array(16).fill(two), "after-mismatch"),
    listed("17 blocks", Array(17).fill(two), "format-invalid"),
    listed("blocks with a space", utf8(` ${JSON.stringify([])}`), "json-not-canonical"),
    listed("a block with a transaction", [{ ...two, transaction: null }], "format-invalid"),
    listed("a block without headers", [{ ...two, headers: [] }], "format-invalid"),
    listed("a block with 1 001 headers", [{ ...two, headers: Array(1_001).fill(two.headers[0]) }], "format-invalid"),
    listed("a block with 1 000 headers, all the same", [{ ...two, headers: Array(1_000).fill(two.headers[0]) }], "header-chain"),
    invalid(
      "dated: three blocks with 1 000 headers each, all the same",
      {
        bundle: "dated",
        splice: spliceOfRuns(clean, "blocks.json", [["[", 1], ...long, [",", 1], ...long, [",", 1], ...long, ["]", 1]]),
      },
      "header-chain",
    ),
    listed("a block with one link", [{ ...two, finality: [link] }], "format-invalid"),
    listed("a block with three links", [{ ...two, finality: [link, next, next] }], "format-invalid"),
    listed("a block with a malformed header", [{ ...two, headers: [{}] }], "format-invalid"),
    listed("a block with a malformed link", [{ ...two, finality: [link, {}] }], "format-invalid"),
    listed("the blocks in another order", [three, two], "after-mismatch"),
    listed("a block twice", [two, two], "after-mismatch"),
    listed("a block that nothing names", [chain.blockEvidence(1)], "after-mismatch"),
    listed("a block of another network", [foreign.blockEvidence(2)], "network-mismatch"),
    listed("another time, signed by the producer", [{ ...two, headers: [signedLate] }], "finality-link"),
    listed("another time, not signed", [{ ...two, headers: [{ ...two.headers[0], header: late }] }], "header-signature"),
    listed("one link twice", [{ ...two, finality: [link, link] }], "finality-link"),
    listed("votes that nobody signed", [{ ...two, finality: [unsigned, next] }], "attestation-signature"),
    listed("a block of the same height as the grant names, made by all keys", [forged(late)], "after-mismatch"),
    listed(
      "a block of the same height as the first chunk names, made by all keys",
      [forged({ ...headerAt(3), timestamp: headerAt(3).timestamp + 1 })],
      "after-mismatch",
    ),
    invalid(
      "dated: a block whose hash a chunk gives to another height",
      input(await bundleBytes({ ...misplaced.content, blocks: [misplaced.chain.blockEvidence(1)] })),
      "after-mismatch",
    ),
    listed("a block dated after the anchor's, which the grant does not name", [forged(later)], "after-mismatch"),
    invalid(
      "dated: a block dated after the anchor's",
      await lying({ height: 2, hash: blockHash(later) }, { blocks: [forged(later)] }),
      "chain-conflict",
    ),
    listed("a block whose child is another one than the first chunk names", [otherChild], "chain-conflict"),
    listed("a block whose child is another one than the bundle shows", [otherChild, three], "chain-conflict"),
    invalid(
      "dated: a grant that names another block than the bundle shows",
      await lying({ height: 2, hash: SOME_HASH }, { blocks: [three] }),
      "after-mismatch",
    ),
  ];
  return { dated: base64(clean), vectors };
}
