import type { SessionPlaces } from "@lucid/chain";
import { expect, it } from "vitest";
import { chunkEntry, openTestRepository, STARTED_AT, sessionId, sessionRecord } from "../testing/session-fixtures.ts";
import { createOwnPlaces } from "./own-places.ts";

const [node, stranger] = ["a".repeat(64), "b".repeat(64)];
const [root, other] = ["c".repeat(64), "d".repeat(64)];
const place = { transaction_id: "e".repeat(64), block_hash: "", height: 1, time: 1, final: true, confirmations: 1 };
const id = sessionId(1);
const anchor = { ...place, sender: node, merkle_root: root, chunk_count: 2, manifest_hash: other };
const head = { ...place, sender: node, size: 1, root };

/** A sealed session of two chunks, and what the chain holds under its id. */
function judged(places: SessionPlaces, kept: readonly number[] = [1, 2]) {
  using test = openTestRepository();
  test.repository.insert(sessionRecord());
  for (const index of [0, 1]) test.repository.addChunk(chunkEntry(index), STARTED_AT);
  test.repository.update(id, { state: "stored", manifestHash: other, merkleRoot: root }, STARTED_AT);
  for (const size of kept) test.repository.addHead({ session_id: id, size, root });
  const chain = { placesOf: () => new Map([[id, places]]) };
  return createOwnPlaces({ chains: [{ read: chain, node }], repository: test.repository })
    .of(test.repository.many([id]))
    .get(id);
}

it("counts an anchor that this node sent and that says what the session's rows say", () => {
  expect(judged({ anchor })).toMatchObject({ anchor: { transaction_id: place.transaction_id }, proven: 2, foreign: undefined });
});

it.each([
  ["of another sender", { sender: stranger }],
  ["with another root", { merkle_root: other }],
  ["with another count", { chunk_count: 1 }],
  ["of another manifest", { manifest_hash: root }],
])("counts no anchor %s", (_name, change) => {
  const foreign = { type: "session_anchor", place: { transaction_id: place.transaction_id } };
  expect(judged({ anchor: { ...anchor, ...change } })).toMatchObject({ anchor: undefined, proven: 0, foreign });
});

it("counts the chunks of a tree head that this node sent", () => {
  const headEndedAt = STARTED_AT + 10_000;
  expect(judged({ lastCheckpoint: head })).toMatchObject({ proven: 1, headEndedAt, anchor: undefined, foreign: undefined });
});

it.each([
  ["of another sender", { sender: stranger }],
  ["with another root", { root: other }],
  ["of more chunks than there are", { size: 3 }],
])("counts no tree head %s", (_name, change) => {
  const foreign = { type: "node_checkpoint", place: { transaction_id: place.transaction_id } };
  expect(judged({ lastCheckpoint: { ...head, ...change } })).toMatchObject({ proven: 0, headEndedAt: undefined, foreign });
});

it("finds an anchor on a chain that was given up, whatever the newer one holds under the id", () => {
  using test = openTestRepository();
  test.repository.insert(sessionRecord({ state: "completed", manifestHash: other, merkleRoot: root, chunkCount: 2 }));
  const chainWith = (places: SessionPlaces) => ({ node, read: { placesOf: () => new Map([[id, places]]) } });
  const stolen = chainWith({ anchor: { ...anchor, sender: stranger } });
  const chains = [stolen, chainWith({ anchor })];
  const places = createOwnPlaces({ chains, repository: test.repository });
  expect(places.of(test.repository.many([id])).get(id)).toMatchObject({ proven: 2, foreign: undefined });
  const onlyStolen = createOwnPlaces({
    chains: [stolen, chainWith({ lastCheckpoint: head })],
    repository: test.repository,
  });
  expect(onlyStolen.of(test.repository.many([id])).get(id)).toMatchObject({ proven: 0 });
});

it("counts on a chain that was given up what was sent under the key of then", () => {
  using test = openTestRepository();
  test.repository.insert(sessionRecord({ state: "completed", manifestHash: other, merkleRoot: root, chunkCount: 2 }));
  const chainOf = (key: string, places: Map<string, SessionPlaces>) => ({ node: key, read: { placesOf: () => places } });
  const former = chainOf(stranger, new Map([[id, { anchor: { ...anchor, sender: stranger } }]]));
  const places = createOwnPlaces({ chains: [chainOf(node, new Map()), former], repository: test.repository });
  expect(places.of(test.repository.many([id])).get(id)).toMatchObject({ proven: 2, foreign: undefined });
});

it("neither counts nor blames a tree head from before heads were kept", () => {
  expect(judged({ lastCheckpoint: head }, [])).toMatchObject({ proven: 0, foreign: undefined });
});
