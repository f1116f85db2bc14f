import { detectEncoder } from "@lucid/pipeline";
import type { Logger } from "pino";
import type { HostingCheck, HostingReport } from "./desktops-port.ts";
import { probeDesktops } from "./probe-desktops.ts";

/** Whether this machine can open desktops and record them. Tries the encoder, because a list of encoders says nothing. */
export async function probeHosting(log: Logger): Promise<HostingReport> {
  const [programs, encoder] = await Promise.all([
    probeDesktops(),
    detectEncoder({ log }).catch((error: unknown) => error as Error),
  ]);
  const recording: HostingCheck =
    encoder instanceof Error
      ? { name: "ffmpeg (H.264)", ok: false, detail: encoder.message }
      : { name: "ffmpeg (H.264)", ok: true, detail: `${encoder.name}, ${encoder.ffmpeg}` };
  const checks = [...programs, recording];
  const missing = checks.filter((check) => !check.ok).map((check) => check.name);
  return {
    able: missing.length === 0,
    checks,
    missing,
    install: "npm run setup",
    encoder: encoder instanceof Error ? undefined : encoder,
  };
}
