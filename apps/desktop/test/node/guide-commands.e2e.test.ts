import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeCertificate } from "@lucid/testkit/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { becomeOwner, type NodeProcess, startNodeProcess, temporaryFolder, tokensOf } from "./test-node.ts";

const inTree = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

/** Guides for those who run a node: what stands in their shell fences is meant to be typed as it is. */
const GUIDES = ["administering", "hardening", "troubleshooting"];

/** Programs that say no where the machine lacks something, which is an answer. */
const MAY_REFUSE = /^lucid doctor\b/;

interface GuideCommand {
  readonly guide: string;
  readonly command: string;
}

async function commandsOf(guide: string): Promise<GuideCommand[]> {
  const text = await readFile(inTree(`docs/guides/${guide}.md`), "utf8");
  const fences = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, body = ""]) => body);
  const lines = fences.flatMap((body) => body.replaceAll("\\\n", " ").trimEnd().split("\n"));
  return lines.map((command) => ({ guide, command: command.trim() }));
}

const commands = (await Promise.all(GUIDES.map(commandsOf))).flat();

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
    const { user_id: id } = await owner.client.directory.create({ tron_address: "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC" });
    const { access_token } = await tokensOf(node, owner);
    const bin = join(folder, "bin");
    await mkdir(bin);
    await writeFile(
      join(bin, "lucid"),
      `#!/bin/sh\nexec '${process.execPath}' '${inTree("apps/desktop/main/cli/lucid.mjs")}' "$@"\n`,
    );
    await chmod(join(bin, "lucid"), 0o755);
    tls = new URL((node.announced as { readonly tlsUrl?: string }).tlsUrl ?? "").host;
    environment = {
      ...process.env,
      PATH: `${bin}:${process.env["PATH"]}`,
      LUCID_DATA: data,
      LUCID_TLS_CERTIFICATE_FILE: certificate,
      LUCID_TLS_KEY_FILE: key,
      TOKEN: access_token,
      ID: id,
    };
  });
  afterAll(() => stack.disposeAsync());

  /** As it stands there, on the ports of this node; what curl is told counts as it does for a person who reads the answer. */
  async function run(command: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const here = command
      .replaceAll("localhost:8080", new URL(node.announced.url).host)
      .replaceAll("localhost:8443", `localhost:${new URL(`https://${tls}`).port}`);
    const child = spawn("bash", ["-ec", here], { cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"] });
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
    if (command.includes("/health/live")) expect(stdout).toBe('{"live":true}');
  });
});
