import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { pipelineErrors } from "@lucid/contract";
import type { Log } from "@lucid/foundation";
import type { Encoder } from "./encoder.ts";
import { trialArguments } from "./ffmpeg-arguments.ts";
import { FFMPEG, programEnvironment } from "./program.ts";

export interface DetectEncoderDeps {
  readonly log: Log;
  /** ffmpeg's path; default: the one of the system. */
  readonly ffmpeg?: string;
}

const run = promisify(execFile);
/** Hardware first: on the machines that have it, it saves the core that recording would take. */
const CANDIDATES = ["h264_v4l2m2m", "libx264"] as const;
const TRIAL_TIMEOUT_MS = 15_000;

/**
 * Finds an H.264 encoder by encoding with it: a list of encoders says nothing about the hardware.
 * @throws LucidError ENCODER_MISSING
 */
export async function detectEncoder(deps: DetectEncoderDeps, signal?: AbortSignal): Promise<Encoder> {
  const program = deps.ffmpeg ?? FFMPEG;
  const options = { env: programEnvironment(), timeout: TRIAL_TIMEOUT_MS, ...(signal ? { signal } : {}) };
  const ffmpeg = await versionOf(program, options);
  for (const name of CANDIDATES) {
    try {
      await run(program, trialArguments(name), options);
      return { name, ffmpeg };
    } catch (error) {
      signal?.throwIfAborted();
      deps.log.debug({ err: error, encoder: name }, "This encoder does not work here");
    }
  }
  throw pipelineErrors.ENCODER_MISSING({ detail: `${ffmpeg} encodes H.264 neither with ${CANDIDATES.join(" nor with ")}` });
}

async function versionOf(program: string, options: object): Promise<string> {
  try {
    const { stdout } = await run(program, ["-version"], { ...options, encoding: "utf8" });
    return stdout.split("\n", 1)[0]?.replace(/ Copyright.*/, "") ?? "ffmpeg";
  } catch (cause) {
    throw pipelineErrors.ENCODER_MISSING({ detail: `${program} cannot be run` }, { cause });
  }
}
