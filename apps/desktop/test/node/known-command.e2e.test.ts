import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildTestSession, bundleBytes } from "@lucid/testkit";
import { expect, it } from "vitest";
import { runLucid, temporaryFolder } from "./test-node.ts";

const session = buildTestSession("known", { chunks: 2 });
const bundle = await bundleBytes(session.content());
const { publicKey: node } = session.node;
const { address: owner } = session.owner;
const { hash: network } = session.network;

interface Reader extends AsyncDisposable {
  readonly folder: string;
  run(...args: string[]): ReturnType<typeof runLucid>;
}

/** A person with a configuration folder of their own, and the bundle. */
async function startReader(): Promise<Reader> {
  const folder = await temporaryFolder();
  await writeFile(join(folder.path, "a.lucid"), bundle);
  return {
    folder: folder.path,
    run: (...args) => runLucid(args, { folder: folder.path, env: { XDG_CONFIG_HOME: join(folder.path, "config") } }),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

it("identifies nobody at first, and by name whom the reader has remembered", async () => {
  await using reader = await startReader();
  const { run, folder } = reader;
  const first = await run("verify", "a.lucid");
  expect(first).toMatchObject({ code: 0, stderr: "" });
  expect(first.stdout).toMatch(/^VERIFIED a\.lucid\n {2}Consistent in itself; nobody is identified\.\n/);
  expect(await run("known", "list")).toMatchObject({ code: 0, stdout: expect.stringContaining("is empty") });

  expect(await run("known", "add", "node", node.toUpperCase(), "Office")).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse((await run("known", "add", "owner", owner, "Jana", "--json")).stdout)).toMatchObject({ key: owner });
  const kept = join(folder, "config", "lucid", "known.json");
  expect((await stat(kept)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(folder, "config", "lucid"))).toEqual(["known.json", "known.json.lock"]);
  expect(JSON.parse((await run("known", "list", "--json")).stdout)).toEqual(JSON.parse(await readFile(kept, "utf8")));
  expect((await run("known", "list")).stdout).toMatch(new RegExp(`node +Office +${node}`));

  const named = await run("verify", "a.lucid");
  expect(named.stdout).toContain('Identified: the node "Office" of your address book, the owner "Jana" of your address book. ');
  expect(named.stdout).toContain(node);
  expect(named.stdout).toContain(owner);
  const json = JSON.parse((await run("verify", "a.lucid", "--json")).stdout);
  expect(json).toMatchObject({ verified: true, identity: { node: { key: node, name: "Office" }, network: { name: null } } });
  expect(json.file).toEqual({ size: bundle.length, sha256: createHash("sha256").update(bundle).digest("hex") });

  expect(await run("known", "remove", "node", "Office")).toMatchObject({ code: 0 });
  expect(await run("known", "remove", "node", node)).toMatchObject({ code: 1, stderr: expect.stringContaining("is not in") });
  expect((await run("verify", "a.lucid")).stdout).toContain("Not identified: the node, the network.");
});

it("accepts whom the reader pins, and refuses everybody else with both keys", async () => {
  await using reader = await startReader();
  const { run } = reader;
  await run("known", "add", "node", node, "Office");
  const right = ["--node", "Office", "--owner", owner, "--network", network, "--session", session.sessionId];
  const accepted = await run("verify", "a.lucid", ...right);
  expect(accepted).toMatchObject({ code: 0, stderr: "" });
  expect(accepted.stdout).toContain(
    'Identified: the node "Office" that you expect, the owner you expect, the network you expect.\n',
  );

  const wrong = [
    ["--node", "0".repeat(64), "node-unexpected", node],
    ["--owner", "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", "owner-unexpected", owner],
    ["--network", "0".repeat(64), "network-untrusted", network],
    ["--session", "00000000-0000-4000-8000-000000000000", "session-unexpected", session.sessionId],
  ] as const;
  for (const [flag, value, code, found] of wrong) {
    const { code: exit, stdout } = await run("verify", "a.lucid", flag, value);
    expect([flag, exit]).toEqual([flag, 1]);
    expect(stdout).toContain(`Expected: ${value}\n  Found:    ${found}\n`);
    expect(stdout).toContain(`${code} (`);
  }
  const several = await run("verify", "a.lucid", "--node", "0".repeat(64), node, "--json");
  expect(JSON.parse(several.stdout)).toMatchObject({ verified: true, identity: { node: { expected: true } } });
  for (const [flag, value] of [
    ["--node", "Offices"],
    ["--owner", "Jana"],
    ["--session", "7"],
  ] as const)
    expect(await run("verify", "a.lucid", flag, value)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`"${value}" is no`),
    });
});

it("trusts no address book that it cannot read", async () => {
  await using reader = await startReader();
  const { run, folder } = reader;
  expect(await run("known", "add", "node", node, "Of\u202efice")).toMatchObject({ code: 2 });
  expect(await run("known", "add", "node", "12", "Office")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("is no node"),
  });
  await run("known", "add", "node", node, "Office");
  expect(await run("known", "add", "node", "1".repeat(64), "Office")).toMatchObject({ code: 1 });
  const kept = join(folder, "config", "lucid", "known.json");
  await chmod(kept, 0o644);
  await writeFile(kept, (await readFile(kept, "utf8")).slice(0, -20));
  for (const args of [
    ["verify", "a.lucid"],
    ["known", "list"],
    ["known", "add", "node", node, "Home"],
  ])
    expect(await run(...args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("The address book") });
});

it("explains its checks as a script that gives what it says, as text and as JSON", async () => {
  await using reader = await startReader();
  const { run, folder } = reader;
  const [text, json] = await Promise.all([
    run("verify", "a.lucid", "--explain"),
    run("verify", "a.lucid", "--explain", "--json"),
  ]);
  const { explanation } = JSON.parse(json.stdout);
  const checks: readonly { readonly commands: string; readonly prints: string }[] = explanation.checks;
  for (const { commands } of checks) expect(text.stdout).toContain(commands);
  const script = text.stdout.slice(text.stdout.indexOf("# The same by hand."));
  const ran = execFileSync("bash", ["-c", script], { cwd: tmpdir(), env: { ...process.env, TMPDIR: folder }, encoding: "utf8" });
  const printed = checks.filter(({ prints }) => prints !== "").map(({ prints }) => `${prints}\n`);
  expect(ran).toBe(printed.join(""));
  expect(script.match(/^# prints: /gm)).toHaveLength(ran.trimEnd().split("\n").length);
});

it("passes the address book on, and takes another one over without changing a name", async () => {
  await using reader = await startReader();
  await using other = await startReader();
  await reader.run("known", "add", "node", node, "Office");
  await reader.run("known", "add", "owner", owner, "Jana");
  const printed = await reader.run("known", "export");
  expect(await reader.run("known", "export", "book.json")).toMatchObject({ code: 0, stdout: "" });
  const file = join(reader.folder, "book.json");
  expect(await readFile(file, "utf8")).toBe(printed.stdout);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await reader.run("known", "export", "book.json")).toMatchObject({ code: 1, stderr: expect.stringContaining("EEXIST") });

  await other.run("known", "add", "node", node, "My own name");
  expect(await other.run("known", "import", file)).toMatchObject({
    code: 1,
    stdout: `Added 1, there already 0, left out 1.\nLeft out: the node ${node} as "Office": your name for it is "My own name"\n`,
  });
  const { known } = JSON.parse((await other.run("known", "list", "--json")).stdout);
  expect(known).toMatchObject([{ name: "My own name" }, { name: "Jana", key: owner }]);
  expect(await reader.run("known", "import", "book.json", "--json")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('"same": 2'),
  });
  // A pipe has no size.
  const pipe = join(reader.folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  const [piped] = await Promise.all([reader.run("known", "import", pipe, "--json"), writeFile(pipe, printed.stdout)]);
  expect(piped).toMatchObject({ code: 0, stdout: expect.stringContaining('"same": 2') });
  await writeFile(file, "[]");
  expect(await other.run("known", "import", file)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("is no address book"),
  });
});

it("loses no entry of commands that run at the same moment", async () => {
  await using reader = await startReader();
  const keys = Array.from({ length: 8 }, (_, index) => index.toString(16).repeat(64));
  const all = await Promise.all(keys.map((key, index) => reader.run("known", "add", "node", key, `Node ${index}`)));
  expect(all.map(({ code, stderr }) => ({ code, stderr }))).toEqual(keys.map(() => ({ code: 0, stderr: "" })));
  const { known } = JSON.parse((await reader.run("known", "list", "--json")).stdout);
  expect(known.map(({ key }: { key: string }) => key).toSorted()).toEqual(keys);
});

it("takes what a recording must be from the link that came with it", async () => {
  await using reader = await startReader();
  const { run } = reader;
  const fields = `session=${session.sessionId}&node=${node}&owner=${owner}&network=${network}`;
  for (const link of [`lucid://verify?${fields}`, `https://node.example/verify.html#${fields}`]) {
    const { code, stdout } = await run("verify", "a.lucid", "--link", link);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining("Identified: the node you expect") });
  }
  const other = `lucid://verify?node=${"0".repeat(64)}`;
  const refused = await run("verify", "a.lucid", "--link", other);
  expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining("node-unexpected (") });
  expect(await run("verify", "a.lucid", "--link", other, "--node", node)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("the link and the options expect different nodes"),
  });
  expect(await run("verify", "a.lucid", "--link", `lucid://verify?${fields}&file=b.lucid`)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('"file" is no field of it'),
  });
  expect(await run("verify", "a.lucid", "--link", "lucid://verify?session=12")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("its session is none"),
  });
});
