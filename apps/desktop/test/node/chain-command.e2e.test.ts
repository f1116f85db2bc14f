import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openChainDatabase } from "@lucid/chain";
import { expect, it } from "vitest";
import {
  becomeOwner,
  ENTERED_PASSPHRASE,
  returnAsOwner,
  runLucid,
  startNodeProcess,
  temporaryFolder,
  until,
  writeWalletFile,
} from "./test-node.ts";

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

it("goes through the chains of a node, its network's too, saves them, and puts them back when they are damaged", async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "data");
  const start = () => startNodeProcess(data, ["--hosting", "off", "--network-listen", "127.0.0.1:0", "--block-interval", "1"]);
  const chain = async (action: string, ...args: readonly string[]) => {
    const { code, stdout, stderr } = await runLucid(["chain", action, ...args, "--json"]);
    if (stdout === "") throw new Error(`lucid chain ${action} ended with ${code}: ${stderr}`);
    return { code, ...JSON.parse(stdout) };
  };

  const node = await start();
  const owner = await becomeOwner(node);
  const wallet = await writeWalletFile(owner, join(folder.path, "wallet.json"));
  const founding = ["network", "create", "home", "--url", node.announced.url, "--wallet", wallet, "--json"];
  const founded = JSON.parse((await runLucid(founding, ENTERED_PASSPHRASE)).stdout);
  const { hash } = founded.network;
  await until(
    () => owner.client.network.status(),
    ({ network }) => (network?.final.height ?? 0) > 1,
  );
  // A node that runs is no hindrance to whoever only looks.
  const running = await chain("verify", "--data", data);
  expect(running).toMatchObject({
    ...{ code: 0, whole: true },
    chains: [
      { kind: "own", name: "lucid_solo" },
      { kind: "network", name: "home", network: hash, members: 1 },
    ],
  });
  const counted = await runLucid(["credits", "recompute", "--data", data, "--json"]);
  expect({ code: counted.code, ...JSON.parse(counted.stdout) }).toMatchObject({
    ...{ code: 0, same: true, network: hash, differences: [] },
    accounts: expect.any(Array),
  });
  const early = join(folder.path, "early.jsonl");
  expect(await chain("export", "--data", data, "--out", early)).toMatchObject({ code: 0, whole: true, path: early });
  await node.end("SIGTERM");

  const [own, network] = ["own.jsonl", "home.jsonl"].map((name) => join(folder.path, name)) as [string, string];
  const saved = {
    own: await chain("export", "--data", data, "--out", own),
    network: await chain("export", "--data", data, "--network", hash.slice(0, 32), "--out", network),
  };
  expect(saved.network.height).toBeGreaterThanOrEqual(running.chains[1].height);
  for (const [path, { height, network: name }] of [
    [own, saved.own],
    [network, saved.network],
  ] as const)
    expect(await chain("verify", path)).toMatchObject({ code: 0, whole: true, height, network: name });
  expect(await chain("verify", own, "--network", hash)).toMatchObject({ code: 1, whole: false });
  await writeFile(early, (await readFile(early, "utf8")).slice(0, -20));
  expect(await runLucid(["chain", "verify", early])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("its end is missing"),
  });
  expect(await runLucid(["chain", "verify", join(folder.path, "none")])).toMatchObject({ code: 2 });
  expect(await runLucid(["chain", "verify", "--data", join(folder.path, "none")])).toMatchObject({ code: 4 });
  expect(await runLucid(["chain", "import", network, "--data", data])).toMatchObject({
    ...{ code: 1, stderr: expect.stringContaining("is whole") },
  });

  const doctor = async () => {
    const { code, stdout } = await runLucid(["doctor", "--data", data, "--json"]);
    const findings = (JSON.parse(stdout).findings as { findings: { name: string; state: string }[] }[]).flatMap(
      (one) => one.findings,
    );
    return { code, network: findings.find(({ name }) => name === "network home") };
  };
  expect((await doctor()).network).toMatchObject({ state: "ok" });
  const place = join(data, "networks", hash.slice(0, 32));
  for (const path of [join(data, "chain.db"), join(place, "chain.db")]) await writeFile(path, "garbage ".repeat(1_000));
  expect(await doctor()).toMatchObject({
    code: 1,
    network: {
      state: "failed",
      detail: expect.stringContaining("damaged"),
      remedy: expect.stringContaining("lucid chain import"),
    },
  });
  expect(await chain("verify", "--data", data)).toMatchObject({ code: 1, whole: false });

  expect(await chain("import", network, "--data", data)).toMatchObject({
    code: 0,
    kind: "network",
    height: saved.network.height,
  });
  expect(await chain("import", own, "--data", data)).toMatchObject({ code: 0, kind: "own", height: saved.own.height });
  expect(await chain("verify", "--data", data)).toMatchObject({ code: 0, whole: true });
  expect((await doctor()).network).toMatchObject({ state: "ok" });

  await using again = await start();
  const returned = await returnAsOwner(again, owner);
  await until(
    () => returned.client.network.status(),
    ({ network: joined, problem }) => problem === null && (joined?.final.height ?? 0) > saved.network.height,
  );
  expect(await (await fetch(`${again.announced.url}/health`)).json()).toMatchObject({
    dependencies: { network: { ok: true }, chain: { ok: true } },
  });
  expect(await runLucid(["chain", "import", "--from-members", hash, "--data", data])).toMatchObject({
    ...{ code: 4, stderr: expect.stringContaining("Another node is using") },
  });
});
