import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { NetworkStatus } from "@lucid/contract";
import { createOpensslAuthority, startTimeServer } from "@lucid/testkit/node";
import { expect, it } from "vitest";
import {
  becomeOwner,
  ENTERED_PASSPHRASE,
  type NodeProcess,
  type Owner,
  returnAsOwner,
  runLucid,
  sessionOf,
  startNodeProcess,
  startSession,
  temporaryFolder,
  until,
  writeWalletFile,
} from "./test-node.ts";

const LISTEN = ["--network-listen", "127.0.0.1:0"];

interface Machine {
  readonly node: NodeProcess;
  readonly owner: Owner;
  readonly wallet: string;
  readonly data: string;
}

async function startMachine(folder: string, name: string, flags: readonly string[] = []): Promise<Machine> {
  const data = join(folder, name);
  const node = await startNodeProcess(data, [...LISTEN, ...flags]);
  const owner = await becomeOwner(node);
  const wallet = await writeWalletFile(owner, join(folder, `${name}.json`));
  return { node, owner, wallet, data };
}

/** A command on a machine; what it printed. */
async function lucid({ node, wallet }: Pick<Machine, "node" | "wallet">, ...args: readonly string[]) {
  const entered = ["--url", node.announced.url, "--wallet", wallet, "--json"];
  const { code, stdout, stderr } = await runLucid([...args, ...entered], ENTERED_PASSPHRASE);
  if (code !== 0) throw new Error(`lucid ${args.join(" ")} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
}
const network = (machine: Pick<Machine, "node" | "wallet">, ...args: readonly string[]) => lucid(machine, "network", ...args);

const statusOf =
  ({ owner }: Pick<Machine, "owner">) =>
  (): Promise<NetworkStatus> =>
    owner.client.network.status();

async function recordOn({ owner }: Machine) {
  const session = await startSession(owner);
  await until(sessionOf(owner, session), ({ duration }) => duration > 2);
  await owner.client.sessions.stop({ session_id: session });
  await until(sessionOf(owner, session), ({ anchor }) => anchor.status === "final");
  return session;
}

it("two nodes become one network by one pasted text, make recordings final together, come back, and part", async () => {
  await using folder = await temporaryFolder();
  await using cleanup = new AsyncDisposableStack();
  const founder = await startMachine(folder.path, "founder");
  cleanup.use(founder.node);
  const openssl = cleanup.use(await createOpensslAuthority());
  const authority = cleanup.use(
    await startTimeServer(async (request, response) => void response.end(await openssl.answer(request))),
  );
  const guest = await startMachine(folder.path, "guest", ["--time-authorities", authority.url]);
  cleanup.use(guest.node);

  const founded: NetworkStatus = await network(founder, "create", "home");
  expect(founded).toMatchObject({ state: "member", problem: null, network: { name: "home", members: 1 } });
  const invitation = join(folder.path, "invitation");
  expect(await network(founder, "invite", "--out", invitation)).toMatchObject({ network: founded.network?.hash });
  expect((await stat(invitation)).mode & 0o777).toBe(0o600);

  // What was cut off on its way is told from what is whole.
  const cut = join(folder.path, "cut");
  await writeFile(cut, (await readFile(invitation, "utf8")).trim().slice(0, -20));
  await expect(network(guest, "join", "--invitation", cut)).rejects.toThrow("LUCID_NETWORK_ERR_2903");

  const joined: NetworkStatus = await network(guest, "join", "--invitation", invitation);
  expect(joined).toMatchObject({ state: "member", problem: null, network: { hash: founded.network?.hash } });
  for (const machine of [founder, guest]) {
    await until(statusOf(machine), (status) => status.network?.members === 2);
    const { members } = await network(machine, "members");
    expect(
      members.map((member: { weight: number }) => member.weight).toSorted((one: number, more: number) => one - more),
    ).toEqual([1, 3]);
    await until(
      () => machine.owner.client.network.peers(),
      ({ peers }) => peers.some(({ role }) => role === "member"),
    );
  }
  // Nothing of the invitation is left where it was used.
  const { token } = JSON.parse(
    Buffer.from((await readFile(invitation, "utf8")).trim().slice("lucid-network:".length), "base64url").toString(),
  );
  for (const name of ["node.db", "node.db-wal"])
    expect((await readFile(join(founder.data, name))).includes(token), name).toBe(false);

  // Each has told the network of the chain that it kept alone, which goes on.
  for (const machine of [founder, guest]) {
    const own = await machine.owner.client.chain.info();
    await until(statusOf(machine), (status) => status.network?.earlier[0]?.known != null);
    const { network: shown }: NetworkStatus = await network(machine, "status");
    expect(shown?.earlier).toMatchObject([{ network: own.network, name: own.network_name }]);
    const known = shown?.earlier[0]?.known;
    const block = await machine.owner.client.chain.blockAt({ height: known?.height ?? 0 });
    expect(known?.hash).toBe(block.hash);
  }

  const session = await recordOn(guest);
  await until(statusOf(guest), (status) => status.network?.recordings.final === 1);
  const bundle = join(folder.path, "session.lucid");
  const proof = join(folder.path, "session.network.json");
  await writeFile(bundle, new Uint8Array(await (await guest.owner.download(`/sessions/${session}/bundle`)).arrayBuffer()));
  await network(guest, "proof", session, "--out", proof);
  const verified = await runLucid(["verify", bundle, "--network-proof", proof, "--json"]);
  expect(JSON.parse(verified.stdout)).toMatchObject({
    verified: true,
    network_proof: { verified: true, network: { name: "home", hash: founded.network?.hash }, members: 2 },
  });
  expect(verified.code).toBe(0);
  // An authority outside says by when it existed.
  expect(await lucid(guest, "time", "stamp")).toMatchObject({ authorities: [{ fault: null, newest: { signer: "OpenSSL" } }] });
  const time = join(folder.path, "session.time.json");
  await lucid(guest, "time", "proof", session, "--out", time);
  expect((await stat(time)).mode & 0o777).toBe(0o600);
  const stamped = await runLucid(["verify", bundle, "--time-proof", time, "--time-authority", openssl.rootFile]);
  expect(stamped).toMatchObject({ code: 0, stdout: expect.stringMatching(/^VERIFIED /) });
  // Of the block that makes the recording final, or of a later one where there was one by then.
  expect(stamped.stdout).toMatch(
    /\n {2}"OpenSSL", certified by "OpenSSL root" whose certificate you named, says that (this chain's block |a block existed at )/,
  );
  // The proof of another recording says nothing about this one.
  const other = await recordOn(founder);
  await until(statusOf(founder), (status) => status.network?.recordings.final === 1);
  const foreign = join(folder.path, "other.network.json");
  await network(founder, "proof", other, "--out", foreign);
  const refused = await runLucid(["verify", bundle, "--network-proof", foreign]);
  expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining("anchor-mismatch") });

  // A node that was away, and whose chain of the network is damaged, gets it back from the other one by itself, and both go on.
  await guest.node.end("SIGKILL");
  const hash = founded.network?.hash ?? "";
  // The log of a database that was not closed would make good what the file has lost.
  for (const name of ["chain.db", "chain.db-wal"])
    await writeFile(join(guest.data, "networks", hash.slice(0, 32), name), "garbage ".repeat(1_000));
  expect(await runLucid(["chain", "import", "--from-members", hash, "--data", guest.data])).toMatchObject({ code: 0 });
  await using again = await startNodeProcess(guest.data, LISTEN);
  const returned = { ...guest, node: again, owner: await returnAsOwner(again, guest.owner) };
  const before = (await statusOf(founder)()).network?.final.height ?? 0;
  for (const machine of [founder, returned])
    await until(statusOf(machine), (status) => (status.network?.final.height ?? 0) > before && status.network?.peers === 1);
  expect(await (await fetch(`${again.announced.url}/health`)).json()).toMatchObject({
    dependencies: { network: { ok: true } },
  });

  const left: NetworkStatus = await network(returned, "leave");
  expect(left).toMatchObject({ state: "none", network: null });
  await until(statusOf(founder), (status) => status.network?.members === 1);
  // What was proven stays so.
  await network(returned, "proof", session, "--out", proof);
  expect(await runLucid(["verify", bundle, "--network-proof", proof])).toMatchObject({ code: 0 });
  expect(await network(founder, "leave")).toMatchObject({ state: "none" });
});
