import type { Wallet } from "@lucid/identity";
import type { Command } from "commander";
import { CommandError, EXIT } from "./exit-codes.ts";
import { type ExportedVideo, exportVideo } from "./rest/export-video.ts";
import { type Authorized, logIn, withApiKey } from "./rest/node-client.ts";
import { nodeUrl } from "./rest/node-url.ts";
import { openWallet, readCode } from "./rest/open-wallet.ts";
import { readApiKey } from "./rest/read-api-key.ts";
import { requireFolder, save } from "./rest/save-download.ts";
import { terminalJson, terminalText } from "./terminal-text.ts";

interface ExportOptions {
  readonly url: string;
  readonly wallet?: string;
  readonly apiKey?: string;
  readonly out?: string;
  readonly from?: string;
  readonly to?: string;
  readonly redact?: string;
  readonly proofOnly?: boolean;
  readonly video?: string;
  readonly json?: boolean;
}

/** `lucid export SESSION`: a proof bundle from a running node. */
export function addExportCommand(program: Command): void {
  program
    .command("export")
    .description("Save a session's proof bundle from a running node, with a wallet or an API key")
    .argument("<session>", "id of the session")
    .option("--wallet <file>", "wallet file, as the page saves it; its passphrase is asked for")
    .option("--api-key <file>", "file with an API key that nobody else may read, or - for what comes in, in place of a login")
    .option("--url <url>", "the node", "http://127.0.0.1:8080")
    .option("--out <file>", "where to save it (default: lucid-<session>.lucid)")
    .option("--from <time>", "only from this time on (ISO 8601)")
    .option("--to <time>", "only up to this time (ISO 8601)")
    .option("--redact <chunks>", "leave these chunks out, counted from 1, for example 3-5,9; the rest still verifies")
    .option("--video <file>", "also open the recording with the wallet and save it as a video that carries its proof")
    .option("--proof-only", "the proof without the recording")
    .option("--json", "print one JSON object")
    .action(async (session: string, options: ExportOptions) => {
      const query = new URLSearchParams({ chunks: options.proofOnly ? "none" : "all" });
      if (options.from !== undefined) query.set("from_ms", String(time("--from", options.from)));
      if (options.to !== undefined) query.set("to_ms", String(time("--to", options.to)));
      if (options.redact !== undefined) query.set("redact", indexesOf(options.redact));
      const out = options.out ?? `lucid-${session}.lucid`;
      for (const target of [out, options.video]) if (target !== undefined) requireFolder(target);
      const url = nodeUrl(options.url);
      requireWayIn(options);
      const key = options.apiKey === undefined ? undefined : await readApiKey(options.apiKey);
      // With a key the wallet only opens the video.
      const file = key !== undefined && options.video === undefined ? undefined : options.wallet;
      const wallet = file === undefined ? undefined : await openWallet(file);
      try {
        const login = await enter(url, key, wallet);
        const address = `/sessions/${encodeURIComponent(session)}/bundle`;
        const size = await save(await login.download(`${address}?${query.toString()}`), out);
        const video =
          options.video === undefined || !wallet ? null : await exportVideo({ login, wallet, session, query }, options.video);
        const report = { session_id: session, path: out, size_bytes: size, video: video && { path: options.video, ...video } };
        process.stdout.write(options.json ? `${terminalJson(report)}\n` : describe(report));
      } catch (error) {
        throw new CommandError(EXIT.failed, (error as Error).message, { cause: error });
      }
    });
}

/** @throws CommandError where the options lead to no login, or not to what opens the video. */
function requireWayIn({ wallet, apiKey, video }: ExportOptions): void {
  if (wallet === undefined && apiKey === undefined) throw new CommandError(EXIT.usage, "Say --wallet or --api-key");
  if (wallet === undefined && video !== undefined)
    throw new CommandError(EXIT.usage, "--video needs --wallet: an API key opens no recording");
  if (wallet !== undefined && apiKey === "-")
    throw new CommandError(EXIT.usage, "--api-key - and --wallet both read what comes in: put the key into a file");
}

async function enter(url: string, key: string | undefined, wallet: Wallet | undefined): Promise<Authorized> {
  if (key !== undefined) return withApiKey(url, key);
  if (!wallet) throw new Error("Neither a key nor a wallet was opened");
  return await logIn(url, wallet, undefined, readCode);
}

interface Report {
  readonly path: string;
  readonly size_bytes: number;
  readonly video: (ExportedVideo & { readonly path: string | undefined }) | null;
}

const describe = ({ path, size_bytes, video }: Report): string =>
  `${terminalText(path)}: ${size_bytes} bytes. Check it with: lucid verify ${terminalText(path)}\n${video === null ? "" : describeVideo(video)}`;

function describeVideo({ path = "", chunks, tied }: NonNullable<Report["video"]>): string {
  const file = terminalText(path);
  const how = tied
    ? `It carries its proof: lucid verify ${file}`
    : "Nothing ties its pictures to the recording, which was made before recordings committed to them. lucid verify will say so.";
  return `${file}: the video of ${chunks} ${chunks === 1 ? "chunk" : "chunks"}, without gaps. ${how}\n`;
}

/** Ranges of chunks as the node reads them, which counts from 0. */
function indexesOf(redact: string): string {
  return redact
    .split(",")
    .map((part) => {
      const [, first, last = first] = /^\s*([1-9]\d{0,6})\s*(?:-\s*([1-9]\d{0,6})\s*)?$/.exec(part) ?? [];
      if (first === undefined || Number(last) < Number(first))
        throw new CommandError(EXIT.usage, `--redact is "${redact}": give chunks counted from 1, such as 3-5,9`);
      return `${Number(first) - 1}-${Number(last) - 1}`;
    })
    .join(",");
}

function time(option: string, text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new CommandError(EXIT.usage, `${option} is "${text}": give a time such as 2026-11-17T10:14:52Z`);
  return ms;
}
