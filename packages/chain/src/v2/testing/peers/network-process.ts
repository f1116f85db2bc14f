import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Attestation, DOMAIN, hashObject, v2 } from "@lucid/proof";
import { createSignatureChecker } from "../../../signing/signature-checker.ts";
import { createTestKeys } from "../../../testing/keys.ts";
import { signDomains } from "../../engine/duties.ts";
import { mainParameters } from "../../network-genesis.ts";
import { createNetworkWitness } from "../sim/witness.ts";

export interface NetworkProcessConfig {
  /** Name of its test key. */
  readonly name: string;
  readonly genesis: unknown;
  readonly dial: readonly string[];
}

/** What a node of a network in a process of its own says. */
export type NetworkReport =
  | { readonly kind: "started"; readonly addresses: readonly string[]; readonly final: number }
  | { readonly kind: "signed"; readonly domain: string; readonly value: unknown }
  | { readonly kind: "final"; readonly height: number; readonly hash: string }
  | { readonly kind: "proposed"; readonly refused: string | null }
  /** A list of anchors that is final there, and how long that took. */
  | { readonly kind: "anchored"; readonly items: number; readonly ms: number }
  | {
      readonly kind: "state";
      readonly peers: number;
      readonly memory: number;
      /** Processor time of this life, in milliseconds. */
      readonly processorMs: number;
      /** Lists of anchors that are not final. */
      readonly waiting: number;
      /** The members of its final block. */
      readonly list: v2.MemberList;
      readonly halted?: string;
    };

/** What such a node is told to do, one JSON object a line. */
export type NetworkOrder =
  | { readonly kind: "change"; readonly change: v2.MembershipChange }
  /** To send a list of so many anchors every so many milliseconds; none where there are no items. */
  | { readonly kind: "anchor"; readonly everyMs: number; readonly items: number };

export interface NetworkProcess extends AsyncDisposable {
  /** Everything it has said in this life. */
  readonly reports: readonly NetworkReport[];
  readonly finalHeight: number;
  readonly state: Extract<NetworkReport, { kind: "state" }> | undefined;
  readonly addresses: readonly string[];
  readonly isAlive: boolean;
  /** Has it send a change of the membership; its report says whether it was taken. */
  propose(change: v2.MembershipChange): void;
  /** Has it send a list of so many anchors every so many milliseconds, or none from now on. */
  anchor(everyMs: number, items: number): void;
  signal(name: "SIGSTOP" | "SIGCONT" | "SIGKILL"): void;
}

const program = fileURLToPath(new URL("./network-node.ts", import.meta.url));

/** Starts a node in its folder: what an earlier one left there is its own. */
export function startNetworkProcess(folder: string, config: NetworkProcessConfig): NetworkProcess {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  const child: ChildProcess = spawn(process.execPath, [program, folder], { stdio: ["pipe", "pipe", "inherit"] });
  // Whoever was killed reads nothing any more.
  child.stdin?.on("error", () => undefined);
  const reports: NetworkReport[] = [];
  let rest = "";
  child.stdout?.setEncoding("utf8").on("data", (piece: string) => {
    const lines = `${rest}${piece}`.split("\n");
    rest = lines.pop() ?? "";
    reports.push(...lines.map((line) => JSON.parse(line) as NetworkReport));
  });
  const closed = once(child, "close");
  const last = <Kind extends NetworkReport["kind"]>(kind: Kind) =>
    reports.findLast((one): one is Extract<NetworkReport, { kind: Kind }> => one.kind === kind);

  const tell = (order: NetworkOrder): void => void child.stdin?.write(`${JSON.stringify(order)}\n`);

  return {
    reports,
    get finalHeight() {
      return Math.max(last("final")?.height ?? 0, last("started")?.final ?? 0);
    },
    get state() {
      return last("state");
    },
    get addresses() {
      return last("started")?.addresses ?? [];
    },
    get isAlive() {
      return child.exitCode === null && child.signalCode === null;
    },
    propose: (change) => tell({ kind: "change", change }),
    anchor: (everyMs, items) => tell({ kind: "anchor", everyMs, items }),
    signal: (name) => void child.kill(name),
    async [Symbol.asyncDispose]() {
      if (this.isAlive) child.kill("SIGKILL");
      await closed;
    },
  };
}

/** A block in two seconds. */
const QUICK: Partial<v2.Parameters> = { block_interval: 2, slot_duration: 12, leader_timeout: 1 };

/** The genesis of a network of the test keys of these names, that begins now. */
export function createProcessGenesis(weights: Readonly<Record<string, number>>, changed = QUICK): unknown {
  const members = Object.entries(weights)
    .map(([name, weight]) => ({ key: createTestKeys(name).publicKey, weight }))
    .toSorted((left, right) => (left.key < right.key ? -1 : 1))
    .map(({ key, weight }) => ({ entity: key, public_key: key, weight }));
  const parameters = { ...mainParameters, ...changed };
  const genesis_time = Math.floor(Date.now() / 1_000);
  return { format: "lucid-genesis", version: 2, network: "processes", genesis_time, previous: null, parameters, members };
}

/** A change of a list of members that the test keys of these names approve. */
export function createProcessChange(
  genesis: unknown,
  list: v2.MemberList,
  approvers: readonly string[],
  { add, remove }: { readonly add?: string; readonly remove?: string },
): v2.MembershipChange {
  const network = hashObject(genesis);
  const operations: v2.Operation[] = [];
  if (add !== undefined) {
    const own = createTestKeys(add);
    const proof = own.sign(DOMAIN.registrationV2, v2.registration(network, own.publicKey, own.publicKey));
    operations.push({ op: "add", entity: own.publicKey, public_key: own.publicKey, weight: 1, proof });
  }
  if (remove !== undefined) operations.push({ op: "remove", entity: createTestKeys(remove).publicKey });
  const base = { version: list.version, hash: hashObject(list) };
  const approvals = approvers
    .map((name) => createTestKeys(name))
    .map((own) => ({ entity: own.publicKey, signature: own.sign(DOMAIN.membershipV2, { network, base, operations }) }))
    .toSorted((left, right) => (left.entity < right.entity ? -1 : 1));
  return { base, operations, approvals };
}

/** What is wrong with what the nodes of a network have signed and called final in all their lives; nothing, in words. */
export function findViolations(genesis: unknown, lives: readonly NetworkProcess[]): readonly string[] {
  const opened = v2.openNetwork(genesis);
  if (!opened.ok) throw new Error(opened.failure.reason);
  const witness = createNetworkWitness(opened.value, createSignatureChecker());
  for (const [index, { reports }] of lives.entries())
    for (const report of reports) {
      if (report.kind === "final") witness.sawFinal(index, report.height, report.hash);
      if (report.kind !== "signed") continue;
      if (report.domain === signDomains.attestation) witness.sawVote(report.value as Attestation);
      else witness.sawBlock(report.value as v2.Header);
    }
  return witness.violations;
}
