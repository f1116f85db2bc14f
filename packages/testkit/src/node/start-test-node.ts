import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  createLogTap,
  createPaymentsChild,
  type EffectiveSettings,
  type HostDeps,
  type HostParts,
  type LucidNode,
  NodeSettings,
  startNode,
} from "@lucid/core";
import { systemRandomness } from "@lucid/foundation";
import { logInto, silentLog } from "@lucid/foundation/testing";
import { createFakeDesktops, type FakeDesktops } from "./fake-desktops.ts";
import { createNodeTime, type NodeTime } from "./node-time.ts";
import { createFakeTor } from "./tor/fake-tor.ts";

const inCheckout = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

export interface TestNodeOptions {
  /** Folder of the built page; without one the node has none. */
  readonly page?: string;
  /** A data folder to go on with, which is kept; without one there is a new one, which goes with the node. */
  readonly data?: string;
  /** The time of an earlier node on the same data. */
  readonly time?: NodeTime;
  /** Programs for desktops that the machine lacks. */
  readonly missing?: readonly string[];
  /** The node logs everything, and keeps it; else it logs nothing. */
  readonly keepsLog?: boolean;
  /** Parts that the host has besides desktops. */
  readonly parts?: HostParts;
  readonly settings?: Partial<Omit<NodeSettings, "data">>;
  /** Where settings come from; the default where nothing is said. */
  readonly sources?: EffectiveSettings["sources"];
}

const ENDING_STEP_MS = 100;

/** The real node, in this process: only time and what the host brings are the test's own. */
export interface TestNode extends AsyncDisposable {
  readonly url: string;
  readonly setupCode: string | undefined;
  readonly data: string;
  readonly time: NodeTime;
  readonly desktops: FakeDesktops;
  readonly gateway: LucidNode["gateway"];
  /** How often the node asked its program to end it. */
  stopsAsked(): number;
  /** Lets time pass while somebody types in every open desktop; `time.pass` is time in which nobody does. */
  work(seconds: number): Promise<void>;
  /** Ends the node and keeps its data folder, so that another one can go on with it; disposing removes that too. */
  stop(): Promise<void>;
  /** File of a stored chunk. */
  chunkFile(sessionId: string, index: number): string;
}

export async function startTestNode(options: TestNodeOptions = {}): Promise<TestNode> {
  await using starting = new AsyncDisposableStack();
  const data = options.data ?? starting.use(await temporaryFolder()).path;
  const page = options.page ?? starting.use(await temporaryFolder()).path;
  const time = options.time ?? createNodeTime();
  let stopsAsked = 0;
  const desktops = createFakeDesktops(time, { missing: options.missing ?? [] });
  const node = await startNode(
    {
      clock: time.clock,
      randomness: systemRandomness,
      ...logOf(options.keepsLog === true),
      version: "0.1.0",
      files: {
        page,
        templates: inCheckout("resources/templates"),
        workers: {
          sealer: inCheckout("packages/pipeline/src/sealer/sealer.worker.ts"),
          capture: inCheckout("packages/pipeline/src/screen/capture.worker.ts"),
          audit: inCheckout("packages/core/src/audit/store/store.worker.ts"),
          log: inCheckout("packages/core/src/node-log/store/log.worker.ts"),
          backup: inCheckout("packages/core/src/backups/job/job.worker.ts"),
        },
      },
      desktops,
      // Started where settings name a network.
      payments: createPaymentsChild(inCheckout("packages/payments/src/process/payments.process.ts")),
      tor: createFakeTor(),
      requestStop: () => {
        stopsAsked += 1;
      },
      ...options.parts,
    },
    {
      settings: NodeSettings.parse({
        data,
        port: 0,
        // Time stands still, and with it what a caller may do in a minute.
        login_per_minute: 10_000,
        hosting: options.missing ? "auto" : "required",
        environment: "test",
        network_listen: ["127.0.0.1:0"],
        ...options.settings,
      }),
      sources: options.sources ?? {},
    },
  );
  const running = starting.move();
  let stopping: Promise<void> | undefined;

  /** What a node gives its clients and its recorder to come to an end is time that has to pass. */
  async function stop(): Promise<void> {
    const passing = setInterval(() => time.clock.advance(ENDING_STEP_MS), ENDING_STEP_MS);
    try {
      await node[Symbol.asyncDispose]();
    } finally {
      clearInterval(passing);
    }
  }

  return {
    url: node.url,
    setupCode: node.setupCode(),
    data,
    time,
    desktops,
    gateway: node.gateway,
    stopsAsked: () => stopsAsked,
    async work(seconds) {
      using _typing = time.onStep(() => desktops.type());
      await time.pass(seconds);
    },
    chunkFile: (sessionId, index) => join(data, "chunks", sessionId, `${String(index).padStart(8, "0")}.chunk`),
    stop: () => (stopping ??= stop()),
    async [Symbol.asyncDispose]() {
      await (stopping ??= stop());
      await running.disposeAsync();
    },
  };
}

function logOf(isKept: boolean): Pick<HostDeps, "log" | "logLines"> {
  if (!isKept) return { log: silentLog };
  const logLines = createLogTap({ write: () => undefined });
  return { log: logInto(logLines), logLines };
}

async function temporaryFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "lucid-node-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
