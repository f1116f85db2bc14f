import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { openChainDatabase } from "@lucid/chain";
import { expect, it } from "vitest";
import { runLucid, startNodeProcess, temporaryFolder, until } from "./test-node.ts";

const DAY_S = 86_400;

it("gives up a chain that is ahead of the clock, which doctor names, once no node runs and somebody says so", async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "data");
  const reset = ["chain", "reset-solo", "--data", data];
  expect(await runLucid([...reset, "--yes"])).toMatchObject({ code: 4, stderr: expect.stringContaining("no chain") });

  const node = await startNodeProcess(data, ["--hosting", "off"]);
  const healthOf = async (url: string) => (await (await fetch(`${url}/health`)).json()).dependencies.chain;
  await until(
    () => healthOf(node.announced.url),
    ({ detail }) => detail !== "block 0",
  );
  const { network } = await (await fetch(`${node.announced.url}/api/v1/meta/info`)).json();
  expect(await runLucid([...reset, "--yes"])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining("Another node is using"),
  });
  await node.end("SIGTERM");

  // What a node writes whose clock is a month ahead.
  const ahead = openChainDatabase(join(data, "chain.db"));
  ahead.write.prepare("UPDATE block SET timestamp = timestamp + ?").run(30 * DAY_S);
  ahead[Symbol.dispose]();
  const doctor = await runLucid(["doctor", "--data", data, "--json"]);
  expect(JSON.parse(doctor.stdout).chain).toMatchObject({
    ok: false,
    detail: expect.stringContaining("is 30 days ahead of this clock"),
  });
  expect(doctor.code).toBe(1);

  const asked = await runLucid(reset);
  expect(asked).toMatchObject({ code: 2, stderr: expect.stringMatching(/is given up.* never get one: 0\. Say --yes/) });
  expect(await readdir(data)).toContain("chain.db");

  const done = await runLucid([...reset, "--yes", "--json"]);
  expect(done).toMatchObject({ code: 0, stderr: "" });
  const archive = join(data, "chains", network);
  expect(JSON.parse(done.stdout)).toEqual({ network, archive, height: expect.any(Number), given_up: 0 });
  expect((await readdir(archive)).toSorted()).toEqual(["chain.db", "genesis.json", "sign-state.json"]);
  expect(JSON.parse((await runLucid(["doctor", "--data", data, "--json"])).stdout).chain).toEqual({
    ok: true,
    detail: "there is none yet",
  });

  await using again = await startNodeProcess(data, ["--hosting", "off"]);
  expect((await (await fetch(`${again.announced.url}/api/v1/meta/info`)).json()).network).not.toBe(network);
  expect(await healthOf(again.announced.url)).toMatchObject({ ok: true });
});
