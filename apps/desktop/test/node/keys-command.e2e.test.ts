import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { becomeOwner, returnAsOwner, runLucid, startNodeProcess, temporaryFolder, tokensOf, until } from "./test-node.ts";

it("exchanges the keys of a node that does not run, and says what comes of it", async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "data");
  const list = async () => JSON.parse((await runLucid(["keys", "list", "--data", data, "--json"])).stdout);
  const me = (url: string, token: string) => fetch(`${url}/api/v1/users/me`, { headers: { authorization: `Bearer ${token}` } });
  expect(await runLucid(["keys", "rotate", "token", "--data", data])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining("no node"),
  });
  const first = await startNodeProcess(data, ["--log-level", "silent"]);
  const tokens = await tokensOf(first, await becomeOwner(first));
  expect((await me(first.announced.url, tokens.access_token)).status).toBe(200);
  expect(await runLucid(["keys", "rotate", "token", "--data", data])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining("Another node"),
  });
  await first.end("SIGTERM");

  const before = await list();
  expect(before.map(({ key }: { key: string }) => key)).toEqual(["token", "rdp", "kyc"]);
  const signing = await readFile(join(data, "keys/node.key"));
  for (const key of ["token", "rdp", "kyc"])
    expect(await runLucid(["keys", "rotate", key, "--data", data])).toMatchObject({ code: 0, stderr: "" });
  const unsure = await runLucid(["keys", "rotate", "node", "--data", data]);
  expect(unsure).toMatchObject({ code: 2, stderr: expect.stringMatching(/audit log: both prove on.*Say --yes/s) });
  expect((await list()).map(({ key }: { key: string }) => key)).toEqual(["token", "kyc"]);

  await using again = await startNodeProcess(data, ["--log-level", "silent"]);
  const { url } = again.announced;
  const after = await list();
  expect(after[1]).toMatchObject({ key: "rdp", fingerprint: expect.not.stringMatching(before[1].fingerprint) });
  expect(await readFile(join(data, "keys/node.key"))).toEqual(signing);
  expect((await me(url, tokens.access_token)).status).toBe(401);
  const renewed = await fetch(`${url}/api/v1/auth/refresh`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ refresh_token: tokens.refresh_token }),
  });
  const { access_token } = await renewed.json();
  expect((await me(url, access_token)).status).toBe(200);
});

it("exchanges the node's own key, keeps what it signed, and says where", async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "data");
  const first = await startNodeProcess(data, ["--log-level", "silent", "--hosting", "off"]);
  const owner = await becomeOwner(first);
  const { node_public_key: former } = await owner.client.keys.get();
  const { network } = await owner.client.chain.info();
  await until(
    () => owner.client.chain.info(),
    ({ finalized_height }) => finalized_height > 0,
  );
  await first.end("SIGTERM");
  const rotated = await runLucid(["keys", "rotate", "node", "--data", data, "--yes"]);
  expect(rotated).toMatchObject({ code: 0, stderr: "" });
  const log = join(data, "chains", network, "audit.jsonl");
  expect(rotated.stdout).toContain(log);
  expect(await runLucid(["audit", "verify", log])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^VERIFIED /) });
  await using again = await startNodeProcess(data, ["--log-level", "silent", "--hosting", "off"]);
  const back = await returnAsOwner(again, owner);
  const known = await back.client.keys.get();
  expect(rotated.stdout).toContain(known.node_public_key);
  expect(known).toMatchObject({ former_node_keys: [{ public_key: former, network }] });
  expect((await back.client.chain.info()).network).not.toBe(network);
});
