import { execFile } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { becomeOwner, LUCID, startNodeProcess, temporaryFolder } from "./test-node.ts";

const run = promisify(execFile);
const GUIDE = fileURLToPath(new URL("../../../../docs/guides/backup-and-restore.md", import.meta.url));

it("says commands that do what it says, one after the other", async () => {
  await using folder = await temporaryFolder();
  const [data, backups, keys] = ["data", "backups", "keys"].map((name) => join(folder.path, name)) as [string, string, string];
  await mkdir(keys);
  await using node = await startNodeProcess(data, ["--log-level", "silent"]);
  await becomeOwner(node);
  const fences = [...(await readFile(GUIDE, "utf8")).matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].map(([, text = ""]) => text);
  expect(fences.length).toBe(6);
  let recipient = "";
  const said: string[] = [];
  for (const fence of fences) {
    const script = `lucid() { "${process.execPath}" "${LUCID}" "$@"; }\nset -eo pipefail\n${fence}`;
    const env = { ...process.env, DATA: data, BACKUPS: backups, KEYS: keys, RECIPIENT: recipient, TMPDIR: folder.path };
    const { stdout } = await run("bash", ["-c", script], { env });
    recipient ||= stdout.trim();
    said.push(stdout);
  }
  expect(said).toEqual([
    expect.stringMatching(/^age1\w{58}\n$/),
    expect.stringContaining("as the node has signed them"),
    expect.stringMatching(/^backup .*WHOLE /s),
    expect.stringMatching(/^RESTORABLE /),
    expect.stringMatching(/^The node [0-9a-f]{64} /),
    expect.stringContaining("keys/node.key"),
  ]);
});
