import type { NodeStatus } from "@lucid/contract";
import type { Encoder } from "@lucid/pipeline";
import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import { type DesktopHost, openDesktopHost } from "./open-desktop-host.ts";
import { type HostingReport, MissingProgramError, probeHosting } from "./probe-hosting.ts";

export interface DesktopsOptions {
  /** `required` refuses to start where a program is missing. */
  readonly hosting: "required" | "auto" | "off";
  readonly templateDirectory: string;
}

export interface DesktopsArea extends Area {
  readonly hosting: NodeStatus["hosting"];
  /** Undefined where this machine does not host desktops. */
  readonly host: DesktopHost | undefined;
  readonly encoder: Encoder | undefined;
}

/** Whether and with what this machine hosts desktops. @throws MissingProgramError. */
export async function startDesktops(ground: Ground, options: DesktopsOptions): Promise<DesktopsArea> {
  const { clock, log, metrics, folder } = ground;
  const report = options.hosting === "off" ? undefined : await probeHosting(log);
  if (options.hosting === "required") requireHosting(report);
  const probedAt = new Date(clock.now()).toISOString();
  const host = report?.able
    ? await openDesktopHost({ log, metrics }, { dataDirectory: folder.path, templateDirectory: options.templateDirectory })
    : undefined;
  const hosting = {
    able: host !== undefined,
    missing: options.hosting === "off" ? ["switched off by the setting hosting"] : [...(report?.missing ?? [])],
    encoder: report?.encoder?.name ?? null,
    sandbox: "bubblewrap",
  };
  return {
    hosting,
    host,
    encoder: report?.encoder,
    ...(hosting.able && { features: ["desktops"] }),
    health: () => ({
      desktops: {
        ok: hosting.able,
        detail: hosting.able ? `recorded with ${hosting.encoder}` : `missing: ${hosting.missing.join(", ")}`,
        last_success: hosting.able ? probedAt : null,
        optional: true,
      },
    }),
    status: () => ({ hosting }),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function requireHosting(report: HostingReport | undefined): void {
  if (!report || report.able) return;
  throw new MissingProgramError(
    `This machine cannot host desktops: ${report.missing.join(", ")} missing. Run "${report.install}", or start with --hosting off to run without desktops.`,
  );
}
