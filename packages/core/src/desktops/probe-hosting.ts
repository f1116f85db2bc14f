import { detectEncoder, type Encoder } from "@lucid/pipeline";
import type { Logger } from "pino";
import { probeDesktops } from "./probe-desktops.ts";

/** A program that hosting desktops needs is missing. The message says which and how to install it. */
export class MissingProgramError extends Error {
  override readonly name = "MissingProgramError";
}

export interface HostingCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

export interface HostingReport {
  readonly able: boolean;
  readonly checks: readonly HostingCheck[];
  /** Names of what is missing. */
  readonly missing: readonly string[];
  /** Command that installs what is missing. */
  readonly install: string;
  /** H.264 encoder that passed a trial run; undefined when ffmpeg cannot record. */
  readonly encoder: Encoder | undefined;
}

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
