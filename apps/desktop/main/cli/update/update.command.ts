import { statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import type { ProgramFiles } from "../../program-files.ts";
import { CommandError, EXIT } from "../exit-codes.ts";
import { stopOnInterrupt } from "../stop-on-interrupt.ts";
import { terminalLines, terminalText } from "../terminal-text.ts";
import { readVersion } from "../version.ts";
import { compareVersions } from "./compare-versions.ts";
import { type InstalledFolders, readInstallation } from "./installation.ts";
import { layDownVersion } from "./lay-down-version.ts";
import { noteOffer, staleness } from "./offer.ts";
import { MANIFEST_LIMIT_BYTES, MANIFEST_NAME, openManifest, SIGNATURE_NAME, UpdateRefused } from "./update-manifest.ts";
import { readSmall, updateSource } from "./update-source.ts";
import { readState, type UpdateState, writeState } from "./update-state.ts";

const BY_APT = `This node was installed by apt, which updates it as well:
  sudo apt update && sudo apt install --only-upgrade lucid
From a file: sudo apt install ./lucid_VERSION_ARCHITECTURE.deb
`;
const BY_GIT = "This is a checkout: git pull && npm ci\n";
/** A node that is kept sees an update within a second, on a busy machine in some more. */
const SEEN_MS = 10_000;

interface UpdateOptions {
  readonly from?: string;
  readonly check?: boolean;
  readonly again?: boolean;
}

/** `lucid update`. */
export function addUpdateCommand(program: Command, { manifest }: ProgramFiles): void {
  program
    .command("update")
    .description("Take a newer version, if there is one that is signed, or say how this installation does it")
    .option("--from <place>", "folder of the release, on this machine or as an address")
    .option("--check", "only say what there is")
    .option("--again", "take a version that was given up before")
    .action(async (options: UpdateOptions) => {
      const installation = readInstallation(manifest);
      if (installation.kind !== "tarball") return void process.stdout.write(installation.kind === "deb" ? BY_APT : BY_GIT);
      const { folders, update_key: key, update_url: url } = installation;
      const place = options.from ?? url;
      if (key === undefined)
        throw new CommandError(
          EXIT.usage,
          "this build has no key that updates are signed with: install the next tarball by hand",
        );
      if (place === undefined)
        throw new CommandError(EXIT.usage, "this build does not say where updates are: say it with --from");
      // The node that is kept could not read what somebody else lays down.
      if (statSync(folders.top).uid !== process.getuid?.())
        throw new CommandError(
          EXIT.usage,
          `${folders.top} is somebody else's: run this as its owner, such as with sudo -u lucid`,
        );
      using interrupt = stopOnInterrupt();
      try {
        await update({ place, key, folders, version: readVersion(manifest), options }, interrupt.signal);
      } catch (error) {
        if (interrupt.signal.aborted) throw new CommandError(EXIT.interrupted, "stopped; nothing was changed", { cause: error });
        if (error instanceof UpdateRefused)
          throw new CommandError(EXIT.failed, `the update is refused: ${error.message}. Nothing was changed`, { cause: error });
        throw error;
      }
    });
}

interface Update {
  readonly place: string;
  readonly key: string;
  readonly folders: InstalledFolders;
  readonly version: string;
  readonly options: UpdateOptions;
}

async function update({ folders, key, options, place, version }: Update, signal: AbortSignal): Promise<void> {
  const source = updateSource(place);
  const bytes = await readSmall(source, MANIFEST_NAME, MANIFEST_LIMIT_BYTES, signal);
  const signature = await readSmall(source, SIGNATURE_NAME, 1_024, signal);
  const manifest = openManifest(bytes, signature.toString("latin1"), key);
  await noteOffer(folders.offer, manifest);
  const stale = staleness(manifest, Date.now());
  const order = compareVersions(manifest.version, version);
  if (order === 0) {
    if (stale !== undefined) throw new UpdateRefused(stale);
    return void process.stdout.write(
      `Version ${version} is the newest, as its maker signed on ${manifest.signed_at}; that holds until ${manifest.valid_until}.\n`,
    );
  }
  if (order < 0) throw new UpdateRefused(`${manifest.version} is older than ${version}, which runs here`);
  process.stdout.write(`Version ${manifest.version} of ${manifest.released_at}:\n${terminalLines(manifest.notes).trim()}\n`);
  // Newer than what runs here it is all the same.
  if (stale !== undefined) process.stderr.write(`Note: ${stale}.\n`);
  if (options.check) return;
  const before = await readState(folders.state);
  if (before?.state === "given-up" && before.version === manifest.version && !options.again)
    throw new UpdateRefused(`it was tried before and given up (${terminalText(before.reason ?? "")}); --again tries it anew`);
  if (before?.state === "trial") throw new UpdateRefused(`${before.version} is on trial`);
  await layDownVersion(manifest, { source, folders, arch: process.arch, signal });
  await writeState(folders.state, { version: manifest.version, state: "staged" });
  await tell(await follow(folders, signal));
}

/** What becomes of it, as far as a node that is kept takes it. */
async function follow(folders: InstalledFolders, signal: AbortSignal): Promise<UpdateState | undefined> {
  const staged = performance.now();
  for (;;) {
    const state = await readState(folders.state);
    if (state?.state === "in-force" || state?.state === "given-up") return state;
    if (state?.state === "staged" && performance.now() - staged > SEEN_MS) return state;
    await sleep(500, undefined, { signal });
  }
}

async function tell(state: UpdateState | undefined): Promise<void> {
  if (state?.state === "in-force") return void process.stdout.write(`Version ${state.version} is in force.\n`);
  if (state?.state === "given-up")
    throw new CommandError(EXIT.failed, `version ${state.version} was given up: ${state.reason}. The version before runs on`);
  process.stdout.write("It is put on trial with the next start of `lucid keep`.\n");
}
