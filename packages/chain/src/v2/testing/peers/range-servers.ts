import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface RangeServerConfig {
  /** Name of its test key. */
  readonly name: string;
  readonly genesis: unknown;
  /** Path of its chain. */
  readonly chain: string;
  readonly lies: boolean;
}

export type RangeServerReport = { readonly kind: "listens"; readonly address: string } | { readonly kind: "lied" };

export interface RangeServer extends AsyncDisposable {
  readonly address: string;
  readonly lies: number;
  /** Settles when it has lied. */
  readonly lied: Promise<void>;
  /** Has it say what it has. */
  speak(): void;
}

const program = fileURLToPath(new URL("./range-server.ts", import.meta.url));

/** A peer in a process of its own that gives the blocks of a chain. It ends with this process. */
export async function startRangeServer(config: RangeServerConfig): Promise<RangeServer> {
  const child = spawn(process.execPath, [program, JSON.stringify(config)], { stdio: ["pipe", "pipe", "inherit"] });
  const closed = once(child, "close");
  const listens = Promise.withResolvers<string>();
  const lied = Promise.withResolvers<void>();
  let lies = 0;
  createInterface({ input: child.stdout }).on("line", (line) => {
    const report = JSON.parse(line) as RangeServerReport;
    if (report.kind === "listens") listens.resolve(report.address);
    else lies += 1;
    if (report.kind === "lied") lied.resolve();
  });
  closed.then(
    () => listens.reject(new Error("the peer ended")),
    (error: unknown) => listens.reject(error),
  );
  return {
    address: await listens.promise,
    lied: lied.promise,
    speak: () => void child.stdin.write("speak\n"),
    get lies() {
      return lies;
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await closed;
    },
  };
}
