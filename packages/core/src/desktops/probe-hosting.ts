import { detectEncoder } from "@lucid/pipeline";
import type { Logger } from "pino";
import { installCommand } from "../ground/index.ts";
import type { HostingCheck, HostingReport } from "./desktops-port.ts";
import { probeDesktops } from "./probe-desktops.ts";
import { PACKAGES } from "./programs.ts";

const RECORDING = "ffmpeg (H.264)";
const PACKAGES_OF = new Map<string, string>([...Object.entries(PACKAGES), [RECORDING, "ffmpeg"]]);

/** Whether this machine can open desktops and record them. Tries the encoder, because a list of encoders says nothing. */
export async function probeHosting(log: Logger): Promise<HostingReport> {
  const [programs, encoder] = await Promise.all([
    probeDesktops(),
    detectEncoder({ log }).catch((error: unknown) => error as Error),
  ]);
  const recording: HostingCheck =
    encoder instanceof Error
      ? { name: RECORDING, ok: false, detail: encoder.message, remedy: `install it with: ${installCommand(["ffmpeg"])}` }
      : { name: RECORDING, ok: true, detail: `${encoder.name}, ${encoder.ffmpeg}` };
  const checks = [...programs, recording];
  const missing = checks.filter((check) => !check.ok).map((check) => check.name);
  const packages = missing.flatMap((name) => PACKAGES_OF.get(name) ?? []);
  return {
    able: missing.length === 0,
    checks,
    missing,
    install: packages.length === 0 ? "" : installCommand(packages),
    encoder: encoder instanceof Error ? undefined : encoder,
  };
}
