import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const PROGRAM = fileURLToPath(new URL("testing/gone-network.ts", import.meta.url));
/** Far below what TCP takes by itself, some 15 minutes. */
const HANGS_MS = 100_000;

it.each(["127.0.0.1", "::1"])("a client without a network is let go, and one that takes nothing stays, at %s", async (host) => {
  const run = `ip link set lo up; exec "$@"`;
  const { stdout } = await promisify(execFile)(
    "unshare",
    ["--user", "--map-root-user", "--net", "sh", "-c", run, "sh", process.execPath, PROGRAM, host],
    { timeout: HANGS_MS },
  );
  const lines = stdout.split("\n").filter((line) => !line.startsWith("a client is gone"));
  expect(lines).toEqual(["slow kept", "gone cut", ""]);
  expect(stdout.match(/a client is gone/g)).toHaveLength(1);
});
