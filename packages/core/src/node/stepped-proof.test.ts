import { API_PREFIX } from "@lucid/contract";
import { blobSource, verifyBundle } from "@lucid/proof";
import { startTestNode } from "@lucid/testkit/node";
import { expect, it } from "vitest";
import { clientOf, logInAs, ownNode } from "./testing/owned-node.ts";

const MINUTE = 60_000;

it.each([
  ["set back, and that stopped before the chain went on", -3, 8],
  ["set back, and that went on until the chain did", -2, 16],
  ["set forward", 60, 2],
])("a recording over which the clock was %s is proven, and the verdict says so", async (_name, minutes, chunks) => {
  await using node = await startTestNode();
  const owner = await ownNode(node);
  const { clock } = node.time;
  const session_id = await owner.prepare();
  await owner.start(session_id);
  await owner.record(session_id, 2);
  clock.setNow(clock.now() + minutes * MINUTE);
  await owner.record(session_id, chunks);
  await owner.stop(session_id);

  const { access_token } = await logInAs(node, owner.wallet);
  const client = clientOf(node, access_token);
  while ((await client.sessions.get({ session_id })).state !== "completed") await node.time.pass(1);
  const headers = { authorization: `Bearer ${access_token}` };
  const bundle = await fetch(`${node.url}${API_PREFIX}/sessions/${session_id}/bundle`, { headers });
  expect(await verifyBundle(blobSource(await bundle.blob()))).toMatchObject({
    verified: true,
    facts: { isComplete: false, gaps: [{ reason: expect.stringMatching(/^clock-set: /) }] },
    proven: expect.arrayContaining([expect.stringContaining("the node's clock was set, or the machine slept")]),
  });
});
