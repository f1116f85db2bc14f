import { startTestNode } from "@lucid/testkit/node";
import { expect, it } from "vitest";
import { ownNode } from "./testing/owned-node.ts";

it("a node tells each network that it comes to of the chains that it comes from", async () => {
  await using node = await startTestNode();
  const owner = await ownNode(node);
  const client = async () => await owner.fresh(node);
  const status = async () => (await (await client()).network.status()).network;
  const known = async (count: number) => {
    for (;;) {
      const earlier = (await status())?.earlier ?? [];
      if (earlier.length === count && earlier.every((chain) => chain.known !== null)) return earlier;
      await node.time.pass(1);
    }
  };
  const own = await (await client()).chain.info();
  await (await client()).network.create({ name: "home" });
  expect((await status())?.earlier).toEqual([{ network: own.network, name: own.network_name, known: null }]);
  const [solo] = await known(1);
  const { blocks } = await (await client()).chain.blocks({ limit: 100 });
  expect(solo?.known).toMatchObject({
    block: expect.any(Number),
    hash: blocks.find(({ height }) => height === solo?.known?.height)?.hash,
  });
  const home = await status();

  await (await client()).network.leave({ at_once: true });
  await (await client()).network.create({ name: "elsewhere" });
  const [again, before] = await known(2);
  expect(again?.network).toBe(own.network);
  expect(before).toMatchObject({ network: home?.hash, name: "home", known: { height: expect.any(Number) } });
  expect(before?.known?.height).toBeGreaterThanOrEqual(solo?.known?.block ?? Number.POSITIVE_INFINITY);
  expect((await status())?.name).toBe("elsewhere");
});
