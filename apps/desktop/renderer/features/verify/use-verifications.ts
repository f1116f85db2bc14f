import type { CheckProgress } from "@lucid/proof";
import { useCallback, useEffect, useRef, useState } from "react";
import type { CheckedFile } from "./report/checked-file.ts";
import type { Finding, Subject } from "./verifier.protocol.ts";
import { type SpawnVerifier, verifyInWorker } from "./verify-in-worker.ts";

export type Verification =
  /** Others that came with it are checked first. */
  | { readonly step: "waiting"; readonly name: string }
  | {
      readonly step: "checking";
      readonly name: string;
      readonly size: number;
      readonly progress: CheckProgress | undefined;
      readonly startedMs: number;
    }
  | ({ readonly step: "found"; readonly finding: Finding; readonly tookMs: number } & CheckedFile)
  /** The file could not be read: nothing is known about it. */
  | { readonly step: "failed"; readonly name: string; readonly error: unknown };

export interface Asked {
  readonly subject: Subject;
  readonly name: string;
}

export interface Verifications {
  /** One for each that was asked, in that order. */
  readonly all: readonly Verification[];
  /** Checks one after the other; what still runs of before is given up. */
  start(asked: readonly Asked[]): void;
  /** Ends the running check, and forgets all results. */
  reset(): void;
}

function blobOf(subject: Subject): Blob {
  if (subject.kind === "bundle") return subject.bundle;
  return subject.kind === "receipt" ? subject.receipt : subject.proof;
}

/** One verification after the other, each in a worker of its own. */
export function useVerifications(spawn: SpawnVerifier): Verifications {
  const [all, setAll] = useState<readonly Verification[]>([]);
  const running = useRef<AbortController>(undefined);

  const reset = useCallback(() => {
    running.current?.abort(new Error("Given up"));
    running.current = undefined;
    setAll([]);
  }, []);

  const start = useCallback(
    (asked: readonly Asked[]) => {
      running.current?.abort(new Error("Given up"));
      const stop = new AbortController();
      running.current = stop;
      setAll(asked.map(({ name }) => ({ step: "waiting", name })));
      const checkAll = async (): Promise<void> => {
        for (const [place, one] of asked.entries()) {
          if (stop.signal.aborted) return;
          await check(one, stop.signal, spawn, (now) => {
            if (!stop.signal.aborted) setAll((before) => before.with(place, now));
          });
        }
      };
      void checkAll();
    },
    [spawn],
  );

  useEffect(() => () => running.current?.abort(new Error("The page was left")), []);
  return { all, start, reset };
}

async function check(
  { subject, name }: Asked,
  signal: AbortSignal,
  spawn: SpawnVerifier,
  show: (now: Verification) => void,
): Promise<void> {
  const { size } = blobOf(subject);
  const startedMs = Date.now();
  const onProgress = (progress: CheckProgress | undefined): void => show({ step: "checking", name, size, progress, startedMs });
  onProgress(undefined);
  try {
    const finding = await verifyInWorker(subject, { signal, onProgress }, spawn);
    const checkedAtMs = Date.now();
    const sha256 = finding.kind === "chunk-proof" ? undefined : finding.sha256;
    show({ step: "found", name, size, sha256, finding, tookMs: checkedAtMs - startedMs, checkedAtMs });
  } catch (error) {
    show({ step: "failed", name, error });
  }
}
