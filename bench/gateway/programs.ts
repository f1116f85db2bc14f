import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface Program extends AsyncDisposable {
  readonly port: number;
}

const fileOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** One core for the server, the other for the load, so that both rivals get the same. */
const onFirstCore = (command: string, args: readonly string[]): [string, string[]] => ["taskset", ["-c", "0", command, ...args]];

function stopping(child: ChildProcess): () => Promise<void> {
  const exited = once(child, "exit");
  return async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    await exited;
  };
}

/** The gateway with the node's own login. Its access token is one that `tokenKey` signs. */
export async function startLucid(tokenKey: string): Promise<Program & { readonly token: string }> {
  const server = fileOf("../../packages/core/src/gateway/testing/bench-server.worker.ts");
  const child = spawn(...onFirstCore(process.execPath, [server]), { stdio: ["pipe", "pipe", "inherit"] });
  const stop = stopping(child);
  child.stdin.end(tokenKey);
  for await (const line of createInterface({ input: child.stdout })) {
    const { port, token } = JSON.parse(line) as { port: number; token: string };
    return { port, token, [Symbol.asyncDispose]: stop };
  }
  throw new Error("The gateway ended before it was ready");
}

/** Debian's FastAPI behind Debian's uvicorn, one worker, no access log. */
export async function startFastApi(tokenKey: string): Promise<Program> {
  const port = await freePort();
  const args = ["-m", "uvicorn", "fastapi_app:app", "--port", String(port), "--no-access-log", "--log-level", "warning"];
  const child = spawn(...onFirstCore("/usr/bin/python3", args), {
    cwd: fileOf("."),
    env: { BENCH_KEY: tokenKey, PYTHONDONTWRITEBYTECODE: "1" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const stop = stopping(child);
  for (let attempt = 0; attempt < 100; attempt++) {
    if (child.exitCode !== null) throw new Error("FastAPI did not start: apt-get install python3-fastapi uvicorn");
    const up = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (up) return { port, [Symbol.asyncDispose]: stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error("FastAPI did not answer within 10 s");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null) throw new Error("No free port");
  return address.port;
}
