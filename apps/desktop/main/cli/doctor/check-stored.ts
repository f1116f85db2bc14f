import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  CertificateError,
  type ChainReport,
  certificateTrouble,
  DataFolderError,
  type EffectiveSettings,
  findChains,
  listBackups,
  listKeys,
  placeOf,
  publicKeyIn,
  readCertificate,
  readChainHead,
  spanOf,
  verifyChain,
  withStored,
} from "@lucid/core";
import { systemClock } from "@lucid/foundation";
import { problemOf } from "../chain/describe-chain.ts";
import { CommandError, EXIT } from "../exit-codes.ts";
import { createProgressLine } from "../progress-line.ts";
import { stopOnInterrupt } from "../stop-on-interrupt.ts";
import { terminalText } from "../terminal-text.ts";
import { type Finding, failed, fine, warning } from "./finding.ts";

/** Ahead by less than this is a correction of the clock that is soon over. */
const FAR_AHEAD_MS = 10 * 60_000;

/** Whether the chain in the data folder can go on with this machine's clock. */
export function checkChain(path: string): Finding {
  if (!existsSync(join(path, "chain.db"))) return fine("chain", "there is none yet");
  try {
    const { height, headMs } = readChainHead(join(path, "chain.db"));
    const aheadMs = (headMs ?? 0) - systemClock.now();
    if (aheadMs < FAR_AHEAD_MS) return fine("chain", `block ${height}`);
    const remedy = "set the clock right if it is wrong, else see lucid chain reset-solo --help";
    return failed("chain", `block ${height} is ${spanOf(aheadMs)} ahead of this clock, and no block comes before`, remedy);
  } catch (error) {
    return failed(
      "chain",
      `chain.db cannot be read: ${(error as Error).message}`,
      "restore its newest copy, or a backup: lucid restore --help",
    );
  }
}

/** Whether the certificate of the listener with TLS can be used, and for how long. */
export function checkTls({ settings }: EffectiveSettings): Finding {
  const { tls_certificate_file: certificate, tls_key_file: key } = settings;
  if (certificate === "") return fine("TLS", "no certificate is set up: the node listens without");
  try {
    const read = readCertificate({ certificate, key });
    const trouble = certificateTrouble(read, systemClock.now());
    const until = new Date(read.notAfterMs).toISOString().slice(0, 10);
    if (trouble === undefined) return fine("TLS", `the certificate for ${read.names} is valid until ${until}`);
    const remedy = `put a new one into ${certificate}; a running node takes it by itself`;
    return failed("TLS", `the certificate for ${read.names}: ${trouble}`, remedy);
  } catch (error) {
    if (error instanceof CertificateError) return failed("TLS", error.message, "correct tls_certificate_file and tls_key_file");
    throw error;
  }
}

/** How long the certificate is good for that RDP clients know the node by. */
export function checkRdp(path: string): Finding {
  if (!existsSync(join(path, "keys", "node.key"))) return fine("RDP", "there is no node yet");
  try {
    const until = listKeys(path).find(({ key }) => key === "rdp")?.valid_until;
    if (until === undefined) return fine("RDP", "the certificate is made at the first start that hosts desktops");
    const trouble = certificateTrouble({ notBeforeMs: 0, notAfterMs: Date.parse(until) }, systemClock.now());
    if (trouble === undefined) return fine("RDP", `the certificate is valid until ${until.slice(0, 10)}`);
    const remedy = "exchange it in the page (Configuration, Node keys), or see lucid keys rotate --help";
    return failed("RDP", `the certificate: ${trouble}`, remedy);
  } catch (error) {
    if (!(error instanceof DataFolderError)) throw error;
    return failed("RDP", error.message, "restore the file from a backup, or see lucid keys rotate --help");
  }
}

/**
 * Whether the chains of networks in the data folder hold, gone through from their genesis on.
 * Nothing where the folder knows no network.
 */
export async function checkNetworks(path: string): Promise<readonly Finding[]> {
  if (!existsSync(join(path, "node.db"))) return [];
  using interrupt = stopOnInterrupt();
  using line = createProgressLine(process.stderr);
  const working = { signal: interrupt.signal, onProgress: (share: number) => line.show("Chain of the network", share) };
  const findings: Finding[] = [];
  try {
    for (const chain of findChains(path).filter(({ kind }) => kind === "network" || kind === "left")) {
      const report = await verifyChain(chain, working);
      const { name, height, final, problem } = report;
      const about = `network ${terminalText(name)}`;
      if (problem === undefined) findings.push(fine(about, `block ${height}, final ${final}`));
      else findings.push(failed(about, `its chain is damaged: ${problemOf(report)}`, remedyOf(report)));
    }
    return findings;
  } catch (error) {
    if (interrupt.signal.aborted) throw new CommandError(EXIT.interrupted, "stopped", { cause: error });
    if (error instanceof DataFolderError) return [];
    throw error;
  }
}

const remedyOf = ({ kind, network }: ChainReport): string =>
  kind === "left"
    ? "put a saved one back (lucid chain import FILE), or let it be: proofs that were made are in node.db"
    : `stop the node, and lucid chain import --from-members ${network}, or put a saved one back (lucid chain import FILE)`;

/** The age of the last backup beyond which a node has gone without one for too long. */
const MOST_AGE_MS = 8 * 86_400_000;

/** What lies in the folder for backups, as far as its node has signed it. Nothing is read back here. */
export async function checkBackups(effective: EffectiveSettings): Promise<{ madeAt: string | null; finding: Finding }> {
  const path = effective.settings.data;
  if (!existsSync(join(path, "node.db"))) return { madeAt: null, finding: fine("backup", "there is no node yet") };
  const remedy = "set one up in the page (Configuration, Backup), or see lucid backup --help";
  const { settings } = withStored(effective);
  if (settings.backup_folder === "")
    return { madeAt: null, finding: warning("backup", "no folder for backups is set: what is lost here is lost", remedy) };
  const node = await publicKeyIn(path);
  const [newest] = await listBackups(placeOf(settings.backup_folder, node));
  const made = newest?.manifest?.created_at;
  if (made === undefined)
    return { madeAt: null, finding: warning("backup", `none that this node has signed is in ${settings.backup_folder}`, remedy) };
  const ageMs = systemClock.now() - Date.parse(made);
  const detail = `the last one was made ${spanOf(ageMs)} ago, in ${newest?.path}; lucid backup verify reads it back`;
  return { madeAt: made, finding: ageMs > MOST_AGE_MS ? warning("backup", detail, remedy) : fine("backup", detail) };
}
