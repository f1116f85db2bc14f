import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildAuditExport } from "@lucid/testkit";
import { expect, it } from "vitest";
import {
  becomeOwner,
  ENTERED_PASSPHRASE,
  returnAsOwner,
  runLucid,
  startNodeProcess,
  temporaryFolder,
  writeWalletFile,
} from "./test-node.ts";

it("saves the audit log of a node, and says offline whether a saved one is whole and unaltered", async () => {
  await using folder = await temporaryFolder();
  await using node = await startNodeProcess(join(folder.path, "data"));
  const owner = await becomeOwner(node);
  const { user_id } = await owner.client.people.updateMe({ username: "Ada" });
  const wallet = await writeWalletFile(owner, join(folder.path, "wallet.json"));
  const out = join(folder.path, "audit.jsonl");
  const save = (...more: string[]) =>
    runLucid(["audit", "export", "--wallet", wallet, "--url", node.announced.url, ...more], ENTERED_PASSPHRASE);

  expect(await save("--out", out)).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining("lucid audit verify") });
  expect((await stat(out)).mode & 0o777).toBe(0o600);
  const verified = await runLucid(["audit", "verify", out]);
  expect(verified).toMatchObject({ code: 0, stdout: expect.stringMatching(/^VERIFIED .*\n[^]*Entries 1 to \d+: each goes on/) });
  const piped = await runLucid(["audit", "verify", "-", "--json"], { input: await readFile(out) });
  const { facts } = JSON.parse(piped.stdout) as { facts: { node: string; network: string } };
  expect(await runLucid(["audit", "verify", out, "--node", facts.node, "--network", facts.network])).toMatchObject({ code: 0 });
  expect(await runLucid(["audit", "verify", out, "--node", "ab".repeat(32)])).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("the log of another node"),
  });

  const altered = join(folder.path, "altered.jsonl");
  const text = await readFile(out, "utf8");
  const line = text.split("\n").findIndex((one) => one.includes('"action":"people.updateMe"'));
  await writeFile(altered, text.replace('"action":"people.updateMe"', '"action":"people.me"'));
  const refused = await runLucid(["audit", "verify", altered]);
  expect(refused).toMatchObject({ code: 1, stdout: expect.stringMatching(/^NOT VERIFIED /) });
  expect(refused.stdout).toContain(`altered (line ${line + 1}): entry ${line} has not the hash that stands behind it.`);
  expect(text).toContain(user_id);

  const table = join(folder.path, "audit.csv");
  expect(await save("--out", table, "--csv", "--json")).toMatchObject({ code: 0 });
  expect(await readFile(table, "utf8")).toMatch(/^sequence,timestamp,/);
  expect(await runLucid(["audit", "verify", table])).toMatchObject({ code: 1 });
  expect(await runLucid(["audit", "verify", join(folder.path, "none")])).toMatchObject({ code: 2 });
});

it("says of a log what it is, whatever time its node gives", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "audit.jsonl");
  await writeFile(file, `${buildAuditExport({ entries: 3, exportedAtMs: 9e15 }).join("\n")}\n`);
  const said = await runLucid(["audit", "verify", file]);
  expect(said).toMatchObject({
    code: 0,
    stderr: "",
    stdout: expect.stringMatching(
      /exported 9000000000000000 ms after 1970: that time is[^]*A time that does not fit: .* after your own clock\./,
    ),
  });
});

it("has what was done before a node was killed, and a log that goes on from there", async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "data");
  await using first = await startNodeProcess(data);
  const owner = await becomeOwner(first);
  for (let name = 1; name <= 20; name += 1) await owner.client.people.updateMe({ username: `Ada-${name}` });
  // A list is read behind what was written before it.
  const { entries } = await owner.client.audit.list({ action: "people.updateMe" });
  await first.end("SIGKILL");

  await using second = await startNodeProcess(data);
  const { client } = await returnAsOwner(second, owner);
  expect((await client.audit.list({ action: "people.updateMe" })).entries).toEqual(entries);
  expect(entries).toHaveLength(20);
  let last: { readonly done: boolean; readonly problem: unknown } | undefined;
  for await (const step of await client.audit.check()) last = step;
  expect(last).toMatchObject({ done: true, problem: null });
  // Killed, it could not say that it stopped.
  expect((await client.audit.list({ action: "node.started" })).entries).toHaveLength(2);
  expect((await client.audit.list({ action: "node.stopped" })).entries).toHaveLength(0);
});
