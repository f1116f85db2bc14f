import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeCertificate } from "@lucid/testkit/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commandsOf, guideNames } from "./guides/read-guides.ts";
import { FOLLOWED, isRun } from "./guides/where-run.ts";
import {
  becomeOwner,
  ENTERED_PASSPHRASE,
  LUCID,
  type NodeProcess,
  sessionOf,
  startNodeProcess,
  startSession,
  temporaryFolder,
  tokensOf,
  until,
  writeWalletFile,
} from "./test-node.ts";

/** Programs that say no where the machine lacks something, which is an answer. */
const MAY_REFUSE = /^lucid doctor\b/;

/** What stands in shell fences is meant to be typed as it is. */
const guides = (await guideNames()).filter((guide) => FOLLOWED[guide] === undefined);
const commands = (await Promise.all(guides.map(commandsOf))).flat().filter(isRun);

describe("a command of a guide", () => {
  const stack = new AsyncDisposableStack();
  let node: NodeProcess;
  let folder: string;
  let environment: NodeJS.ProcessEnv;
  let tls: string;

  beforeAll(async () => {
    folder = stack.use(await temporaryFolder()).path;
    const { certificate, key } = makeCertificate(folder, "guide");
    const data = join(folder, "data");
    const flags = ["--tls-certificate-file", certificate, "--tls-key-file", key, "--tls-port", "0", "--log-level", "info"];
    node = stack.use(await startNodeProcess(data, flags, { onLog: () => undefined }));
    const owner = await becomeOwner(node);
    const session = await startSession(owner);
    const { user_id: id } = await owner.client.directory.create({ tron_address: "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC" });
    const { access_token } = await tokensOf(node, owner);
    const bin = join(folder, "bin");
    await mkdir(bin);
    await writeFile(join(bin, "lucid"), `#!/bin/sh\nexec '${process.execPath}' '${LUCID}' "$@"\n`);
    await chmod(join(bin, "lucid"), 0o755);
    await until(sessionOf(owner, session), ({ duration }) => duration > 2);
    await owner.client.sessions.stop({ session_id: session });
    await until(sessionOf(owner, session), ({ anchor }) => anchor.status === "final");
    const { secret } = await owner.client.apiKeys.create({ name: "Guide", scopes: ["view_own_sessions"] });
    await writeFile(join(folder, "key.txt"), secret, { mode: 0o600 });
    await writeWalletFile(owner, join(folder, "wallet.json"));
    const { node_public_key } = await owner.client.keys.get();
    tls = new URL((node.announced as { readonly tlsUrl?: string }).tlsUrl ?? "").host;
    environment = {
      ...process.env,
      PATH: `${bin}:${process.env["PATH"]}`,
      LUCID_DATA: data,
      LUCID_TLS_CERTIFICATE_FILE: certificate,
      LUCID_TLS_KEY_FILE: key,
      XDG_CONFIG_HOME: join(folder, "config"),
      TOKEN: access_token,
      ID: id,
      KEY: secret,
      NODE: node_public_key,
      OWNER: owner.wallet.address,
      SESSION: session,
      WALLET: join(folder, "wallet.json"),
    };
  });
  afterAll(() => stack.disposeAsync());

  /** As it stands there, on the ports of this node; what curl is told counts as it does for a person who reads the answer. */
  async function run(command: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const here = command
      .replaceAll("localhost:8080", new URL(node.announced.url).host)
      .replaceAll("localhost:8443", `localhost:${new URL(`https://${tls}`).port}`)
      .replace(/^lucid export /, `lucid export --url ${node.announced.url} `);
    const child = spawn("bash", ["-ec", here], { cwd: folder, env: environment, stdio: "pipe" });
    // One that ends without reading what comes in has said why by its exit code.
    child.stdin.on("error", () => undefined);
    child.stdin.end(ENTERED_PASSPHRASE.input);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const [code] = await once(child, "close");
    return { code, stdout, stderr };
  }

  it.each(commands)("works: $command ($guide)", async ({ command }) => {
    const { code, stdout, stderr } = await run(command);
    if (MAY_REFUSE.test(command)) expect(code, stderr).toBeLessThanOrEqual(1);
    else expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).not.toContain('"error":{');
    if (command.includes("http_code")) expect(stdout).toBe("403\n");
    if (command.startsWith("stat ")) expect(stdout.match(/^700 /gm)).toHaveLength(2);
    if (command.startsWith("find ")) expect(stdout).toBe("");
    if (command.includes("audit verify")) expect(stdout).toMatch(/^VERIFIED /);
    if (command.startsWith("lucid verify ")) expect(stdout).toMatch(/^VERIFIED /);
    if (command.includes('--node "Office"')) expect(stdout).toMatch(/"Office".*"Jana"/);
    if (command.includes("grep")) expect(stdout).not.toBe("");
    if (command.includes("/health/live")) expect(stdout).toBe('{"live":true}');
  });
});
