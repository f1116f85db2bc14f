import type { Clock } from "@lucid/foundation";
import type { Logger } from "pino";
import type { Child } from "../ground/index.ts";
import type { SandboxLimit } from "./desktop.ts";
import type { KeepPart } from "./keep-part.ts";
import { type Cgroup, watchCgroup } from "./sandbox/cgroup.ts";
import { REPORT } from "./sandbox/session-files.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "./sandbox/start-sandbox.ts";
import { watchUsage } from "./sandbox/watch-usage.ts";
import type { DesktopTemplate } from "./template.ts";

export interface ApplicationsOptions {
  readonly sandbox: Omit<SandboxOptions, "onLine">;
  /** Bounds all processes together, where the machine has one. */
  readonly cgroup: Cgroup | undefined;
  readonly onApplicationExit: (command: string, code: number) => void;
  readonly onLimitReached: (limit: SandboxLimit) => void;
}

export interface Applications extends AsyncDisposable {
  /** The first process of their sandbox as the machine numbers it; undefined while it is started again. */
  firstProcess(): number | undefined;
}

/** What a report line of the session script says, if it is one. */
function readReport(line: string, template: DesktopTemplate): { readonly command: string; readonly code: number } | undefined {
  const [, what = "", code = ""] = new RegExp(`^${REPORT}exit (\\w+) (\\d{1,3})$`).exec(line) ?? [];
  if (what === "") return undefined;
  const application = template.applications[Number(what)];
  return { command: application?.command[0] ?? what, code: Number(code) };
}

/** The sandbox of applications, started again as a whole when it ends, together with what connects it to the network. */
export async function startApplications(
  deps: { readonly clock: Clock; readonly log: Logger; readonly keepPart: KeepPart },
  options: ApplicationsOptions,
  signal: AbortSignal,
): Promise<Applications> {
  const { template } = options.sandbox;
  let sandbox: Sandbox | undefined;
  let watch: Disposable | undefined;

  function onLine(line: string): void {
    deps.log.debug({ part: "applications", line }, "program output");
    const report = readReport(line, template);
    if (report) options.onApplicationExit(report.command, report.code);
  }
  async function clear(): Promise<void> {
    watch?.[Symbol.dispose]();
    watch = undefined;
    await sandbox?.network?.[Symbol.asyncDispose]();
    sandbox = undefined;
  }
  async function start(wanted: AbortSignal): Promise<Child> {
    await clear();
    const started = await startSandbox(deps, { ...options.sandbox, onLine }, wanted);
    sandbox = started;
    const { applications, firstProcess } = started;
    const watching = { firstProcess, limits: options.sandbox.limits, onReached: options.onLimitReached };
    watch = options.cgroup ? watchCgroup(deps, options.cgroup, options.onLimitReached) : watchUsage(deps, watching);
    return applications;
  }

  const kept = await deps.keepPart("applications", start, { signal });
  return {
    firstProcess: () => sandbox?.firstProcess,
    async [Symbol.asyncDispose]() {
      await kept[Symbol.asyncDispose]();
      await clear();
    },
  };
}
