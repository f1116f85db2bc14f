import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { makeCertificate } from "@lucid/testkit/node";
import { describe, expect, it } from "vitest";
import { runLucid, startNodeProcess, temporaryFolder, until } from "./test-node.ts";

const GUIDE = fileURLToPath(new URL("../../../../docs/guides/troubleshooting.md", import.meta.url));
const text = await readFile(GUIDE, "utf8");
const table = text.slice(text.indexOf("## It does not start"), text.indexOf("## It runs"));
const rows = [...table.matchAll(/^\| `([^`]+)` \| (\d+) \|/gm)].map(([, says = "", code = ""]) => ({ says, code: Number(code) }));

interface Start {
  readonly args: readonly string[];
  readonly prepare?: string;
  readonly folder?: string;
  readonly uid?: number;
}

/** A folder in which a node ran for a while. */
async function usedData(folder: string): Promise<string> {
  const data = join(folder, "data");
  const node = await startNodeProcess(data, ["--hosting", "off"]);
  const height = async () => (await (await fetch(`${node.announced.url}/health`)).json()).dependencies.chain.detail;
  await until(height, (detail) => detail !== "block 0");
  await node.end("SIGTERM");
  return data;
}

/** How each failure comes about. What has to go on until the node has said so is kept in `stack`. */
const CAUSES: Readonly<Record<string, (folder: string, stack: AsyncDisposableStack) => Promise<Start> | Start>> = {
  async "another program uses it"(_folder, stack) {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    stack.defer(() => void taken.close());
    const address = taken.address();
    return { args: ["--port", String(typeof address === "object" ? address?.port : 0)] };
  },
  "this computer has no such address": () => ({ args: ["--host", "203.0.113.7"] }),
  async "ports below 1024 need a privilege"(folder) {
    await chmod(folder, 0o777);
    return { args: ["--port", "1"], uid: 54_321 };
  },
  '--port is "70000"': () => ({ args: ["--port", "70000"] }),
  async "is no setting"(folder) {
    await writeFile(join(folder, "lucid.config.json"), '{"prot": 1}');
    return { args: [], folder };
  },
  "tls_certificate_file and tls_key_file go together": () => ({ args: ["--tls-key-file", "key.pem"] }),
  async "can be read by others"(folder) {
    const { certificate, key } = makeCertificate(folder, "one");
    await chmod(key, 0o644);
    return { args: ["--tls-certificate-file", certificate, "--tls-key-file", key] };
  },
  "is not the key of the certificate"(folder) {
    const [one, other] = [makeCertificate(folder, "one"), makeCertificate(folder, "other")];
    return { args: ["--tls-certificate-file", one.certificate, "--tls-key-file", other.key] };
  },
  async "a file is in the way"(folder) {
    await writeFile(join(folder, "data"), "");
    return { args: [] };
  },
  async "this user may not write there"(folder) {
    await mkdir(join(folder, "data"), { mode: 0o700 });
    return { args: [], uid: 54_321 };
  },
  async "it is read-only"(folder) {
    const data = join(folder, "data");
    await mkdir(data);
    return { args: [], prepare: `mount -t tmpfs none ${data}; mount -o remount,ro ${data}` };
  },
  async "the disk is full"(folder) {
    const data = join(folder, "data");
    await mkdir(data);
    return { args: [], prepare: `mount -t tmpfs -o size=64k none ${data}; dd if=/dev/zero of=${data}/full 2>/dev/null || true` };
  },
  async "Another node is using the data folder"(folder, stack) {
    stack.use(await startNodeProcess(join(folder, "data"), ["--hosting", "off"]));
    return { args: [] };
  },
  async "was written by a newer version"(folder) {
    const data = await usedData(folder);
    const database = new DatabaseSync(join(data, "node.db"));
    database.prepare("INSERT INTO schema_migration (id, hash) VALUES ('9999-later', 'x')").run();
    database.close();
    return { args: [] };
  },
  async "is damaged"(folder) {
    await mkdir(join(folder, "data/keys"), { recursive: true });
    await writeFile(join(folder, "data/keys/node.key"), "cut");
    return { args: [] };
  },
  async "Restore the newest copy of chain.db"(folder) {
    const data = await usedData(folder);
    for (const name of ["chain.db", "chain.db-wal", "chain.db-shm"]) await rm(join(data, name), { force: true });
    return { args: [] };
  },
  "This machine cannot host desktops": () => ({
    args: ["--hosting", "required"],
    prepare: "mount --bind /dev/null /usr/bin/ffmpeg",
  }),
};

/** Only root can become somebody else, who may do less. */
const needsRoot = new Set(["ports below 1024 need a privilege", "this user may not write there"]);

it("is told of by doctor before the start, with what to do", async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "data");
  await mkdir(join(data, "keys"), { recursive: true });
  await writeFile(join(data, "keys/node.key"), "cut");
  await writeFile(join(data, "genesis.json"), "{");
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const address = taken.address();
  const port = typeof address === "object" ? String(address?.port) : "";
  const doctor = await runLucid(["doctor", "--data", data], { env: { LUCID_PORT: port } });
  taken.close();
  expect(doctor.code).toBe(1);
  for (const line of [
    /failed .*node\.key is damaged/,
    /failed .*node\.db is damaged \(it is gone/,
    /failed .*genesis\.json is damaged/,
  ])
    expect(doctor.stdout).toMatch(line);
  expect(doctor.stdout).toMatch(/failed .*port of the page: .* another program uses it\.\n +What to do: .*--port/);

  const wrong = await runLucid(["doctor", "--json"], { env: { LUCID_PORT: "70000" } });
  expect(wrong.code).toBe(1);
  expect(JSON.parse(wrong.stdout).findings[0]).toMatchObject({
    about: "Settings",
    findings: [{ state: "failed", detail: expect.stringContaining('LUCID_PORT is "70000"'), remedy: expect.any(String) }],
  });
});

describe("a failure of the start", () => {
  it("is in the guide when it is known how it comes about, and the other way round", () => {
    expect(rows.map(({ says }) => says)).toEqual(Object.keys(CAUSES));
  });

  it.each(rows.filter(({ says }) => process.getuid?.() === 0 || !needsRoot.has(says)))(
    "says '$says' and ends with $code",
    async ({ says, code }) => {
      await using stack = new AsyncDisposableStack();
      const folder = stack.use(await temporaryFolder()).path;
      const { args, ...how } = (await CAUSES[says]?.(folder, stack)) ?? expect.fail("nothing causes it");
      const base = ["--server", "--json", "--data", join(folder, "data"), "--log-level", "silent"];
      const port = args.includes("--port") ? [] : ["--port", "0"];
      const hosting = args.includes("--hosting") ? [] : ["--hosting", "off"];
      const ended = await runLucid([...base, ...port, ...hosting, ...args], how);
      expect(ended).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(says) });
    },
  );
});
