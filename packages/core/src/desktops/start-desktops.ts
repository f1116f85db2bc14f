import { HOSTING_OFF, type NodeStatus } from "@lucid/contract";
import type { Encoder } from "@lucid/pipeline";
import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import type { CertificateKeeper, DesktopOpener, DesktopsPort, HostingCheck, HostingReport } from "./desktops-port.ts";
import { readTemplates } from "./read-templates.ts";
import type { DesktopTemplate } from "./template.ts";

/** A program that hosting desktops needs is missing. The message says which and how to install it. */
export class MissingProgramError extends Error {
  override readonly name = "MissingProgramError";
}

export interface DesktopsOptions {
  /** `required` refuses to start where a program is missing. */
  readonly hosting: "required" | "auto" | "off";
  readonly templateDirectory: string;
  /** File that a capture worker runs. */
  readonly captureProgram: string;
}

/** What this machine opens desktops with, and records them. */
export interface DesktopHosting extends DesktopOpener, CertificateKeeper {
  readonly encoder: Encoder;
  readonly templates: ReadonlyMap<string, DesktopTemplate>;
}

export interface DesktopsArea extends Area {
  /** What stands in the way of hosting, each with what to do; nothing where hosting is off. */
  readonly lacking: readonly HostingCheck[];
  /** How the programs that are missing are installed; empty where it is not programs. */
  readonly install: string;
  readonly hosting: NodeStatus["hosting"];
  /** Undefined where this machine does not host desktops. */
  readonly host: DesktopHosting | undefined;
}

/** Whether and with what this machine hosts desktops. @throws MissingProgramError. */
export async function startDesktops(ground: Ground, port: DesktopsPort, options: DesktopsOptions): Promise<DesktopsArea> {
  const { clock } = ground;
  const report = options.hosting === "off" ? undefined : await port.probe();
  if (options.hosting === "required") requireHosting(report);
  const probedAt = new Date(clock.now()).toISOString();
  await using starting = new AsyncDisposableStack();
  const host = await openHosting(ground, port, report, options, starting);
  const running = starting.move();
  const hosting = {
    able: host !== undefined,
    missing: options.hosting === "off" ? [HOSTING_OFF] : [...(report?.missing ?? [])],
    encoder: report?.encoder?.name ?? null,
    sandbox: "bubblewrap",
  };
  return {
    hosting,
    lacking: report?.checks.filter(({ ok }) => !ok) ?? [],
    install: report?.install ?? "",
    host,
    ...(hosting.able && { features: ["desktops"] }),
    health: () => ({
      desktops: {
        ok: hosting.able,
        detail: hosting.able ? `recorded with ${hosting.encoder}` : report ? causesOf(report) : hosting.missing.join(", "),
        last_success: hosting.able ? probedAt : null,
        optional: true,
      },
    }),
    status: () => ({ hosting }),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function openHosting(
  ground: Ground,
  port: DesktopsPort,
  report: HostingReport | undefined,
  { templateDirectory, captureProgram }: DesktopsOptions,
  starting: AsyncDisposableStack,
): Promise<DesktopHosting | undefined> {
  if (!report?.able || !report.encoder) return undefined;
  const { encoder } = report;
  const opener = starting.use(await port.open(ground, { dataDirectory: ground.folder.path, encoder, captureProgram }));
  const { startDesktop, certificate, exchangeCertificate } = opener;
  return { startDesktop, certificate, exchangeCertificate, encoder, templates: await readTemplates(templateDirectory) };
}

/** What is not right, each with what was found and what cures it. */
const causesOf = ({ checks }: HostingReport): string =>
  checks
    .filter(({ ok }) => !ok)
    .map(({ name, detail, remedy }) => `${name}: ${detail}${remedy === undefined ? "" : `; ${remedy}`}`)
    .join("; ");

function requireHosting(report: HostingReport | undefined): void {
  if (!report || report.able) return;
  throw new MissingProgramError(
    `This machine cannot host desktops: ${causesOf(report)}. ${report.install === "" ? "Mend that" : `Install what is missing with: ${report.install}`}, or start with --hosting off to run without desktops.`,
  );
}
