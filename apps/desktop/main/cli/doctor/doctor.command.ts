import { checkRedis, createLocalDesktops, type EffectiveSettings } from "@lucid/core";
import { systemClock, systemRandomness } from "@lucid/foundation";
import type { Command } from "commander";
import { pino } from "pino";
import { CommandError, EXIT } from "../exit-codes.ts";
import { readSettings } from "../setting-options.ts";
import { terminalJson, terminalText } from "../terminal-text.ts";
import { checkFolder } from "./check-folder.ts";
import { checkClock, checkTor, programFindings } from "./check-machine.ts";
import { checkPorts } from "./check-ports.ts";
import { askNode, runningFindings } from "./check-running.ts";
import { checkBackups, checkChain, checkNetworks, checkRdp, checkTls } from "./check-stored.ts";
import { type Finding, type Findings, failed, fine, warning } from "./finding.ts";

/** `lucid doctor`: what stands in the way of a node before its start, and what is wrong with one that runs, each with what to do. */
export function addDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .description("Say what is wrong with this machine and with the node on it, and what to do")
    .option("--data <folder>", "folder of everything the node keeps")
    .option("--json", "print one JSON object")
    .action(async (options: { json?: boolean; data?: string }) => {
      const { findings, ...facts } = await examine(options.data);
      const all = findings.flatMap((group) => group.findings);
      const isFailed = all.some(({ state }) => state === "failed");
      if (options.json) process.stdout.write(`${terminalJson({ ok: !isFailed, ...facts, findings }, 2)}\n`);
      else process.stdout.write(`${findings.map(describe).join("\n")}\n${conclusion(facts.able, all)}`);
      process.exitCode = isFailed ? EXIT.failed : EXIT.ok;
    });
}

async function examine(data: string | undefined) {
  const effective = settingsOf(data);
  const probe = createLocalDesktops({ clock: systemClock, randomness: systemRandomness, log: pino({ level: "silent" }) }).probe();
  const [hosting, clock, tor] = await Promise.all([
    probe,
    checkClock(),
    checkTor(!(effective instanceof CommandError) && effective.settings.tor),
  ]);
  const { able, missing, install, encoder } = hosting;
  const machine = [{ about: "Machine", findings: [...programFindings(hosting), clock, tor] }] satisfies Findings[];
  if (effective instanceof CommandError) {
    const wrong = failed("settings", effective.message, "correct the place that it names; lucid config shows what holds");
    return { able, missing, install, encoder, findings: [{ about: "Settings", findings: [wrong] }, ...machine] };
  }
  const { settings } = effective;
  const node = await askNode(settings.host, settings.port);
  const folder = checkFolder(settings.data);
  const [chain, tls] = [checkChain(settings.data), checkTls(effective)];
  const networks = await checkNetworks(settings.data);
  // What a backup holds is asked with the node's own key and settings.
  const backup = folder.every(({ state }) => state !== "failed") ? await checkBackups(effective) : NOT_LOOKED_AT;
  const redis = await checkRedis(settings);
  const shared = redis && (redis.ok ? fine("Shared store", redis.detail) : failed("Shared store", redis.detail, SHARED_REMEDY));
  const findings: Findings[] = [
    { about: "Settings", findings: [fine("settings", "every value is allowed"), ...(shared ? [shared] : []), tls] },
    ...machine,
    {
      about: "Data",
      findings: [...folder, chain, ...networks, checkRdp(settings.data), backup.finding],
    },
    node ? { about: "Running node", findings: runningFindings(node) } : { about: "Ports", findings: await checkPorts(settings) },
  ];
  return {
    ...{ able, missing, install, encoder },
    chain: briefly(chain),
    tls: briefly(tls),
    backup: { last_made_at: backup.madeAt, detail: backup.finding.detail },
    ...(redis && { shared_store: redis }),
    findings,
  };
}

const NOT_LOOKED_AT = { madeAt: null, finding: warning("backup", "not looked at", "mend the data folder first") };
const SHARED_REMEDY = "correct redis_url and redis_password_file, or start that Redis; a node starts without it all the same";

const briefly = ({ state, detail }: Finding) => ({ ok: state !== "failed", detail });

function describe({ about, findings }: Findings): string {
  const lines = findings.map((finding) => {
    const line = `  ${finding.state.padEnd(7)}  ${finding.name}: ${terminalText(finding.detail)}.\n`;
    return finding.state === "ok" ? line : `${line}           What to do: ${terminalText(finding.remedy)}.\n`;
  });
  return `${about}\n${lines.join("")}`;
}

function conclusion(able: boolean, all: readonly Finding[]): string {
  const count = (state: Finding["state"]): number => all.filter((finding) => finding.state === state).length;
  const hosts = able
    ? "This machine can host desktops."
    : "This machine cannot host desktops: it can be a client, a wallet and a verifier (--hosting off).";
  return `${hosts} Failed: ${count("failed")}, warnings: ${count("warning")}.\n`;
}

/** @returns the complaint, where the settings cannot be used. */
function settingsOf(data: string | undefined): EffectiveSettings | CommandError {
  try {
    return readSettings({ data });
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
}
