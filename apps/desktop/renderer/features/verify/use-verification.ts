import type { CheckProgress } from "@lucid/proof";
import { useCallback, useEffect, useRef, useState } from "react";
import type { CheckedFile } from "./report/checked-file.ts";
import type { Finding, Subject } from "./verifier.protocol.ts";
import { type SpawnVerifier, verifyInWorker } from "./verify-in-worker.ts";

export type Verification =
  | { readonly step: "idle" }
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

export interface Verifying {
  readonly now: Verification;
  /** Checks a file; an earlier check that still runs is given up. */
  start(subject: Subject, name: string): void;
  /** Ends a running check, and forgets the last result. */
  reset(): void;
}

const blobOf = (subject: Subject): Blob => (subject.kind === "bundle" ? subject.bundle : subject.proof);

/** One verification at a time, in a worker. */
export function useVerification(spawn: SpawnVerifier): Verifying {
  const [now, setNow] = useState<Verification>({ step: "idle" });
  const running = useRef<AbortController>(undefined);

  const reset = useCallback(() => {
    running.current?.abort(new Error("Given up"));
    running.current = undefined;
    setNow({ step: "idle" });
  }, []);

  const start = useCallback(
    (subject: Subject, name: string) => {
      running.current?.abort(new Error("Given up"));
      const stop = new AbortController();
      running.current = stop;
      const { size } = blobOf(subject);
      const startedMs = Date.now();
      setNow({ step: "checking", name, size, progress: undefined, startedMs });
      const onProgress = (progress: CheckProgress): void => {
        if (!stop.signal.aborted) setNow({ step: "checking", name, size, progress, startedMs });
      };
      verifyInWorker(subject, { signal: stop.signal, onProgress }, spawn).then(
        (finding) => {
          const checkedAtMs = Date.now();
          if (!stop.signal.aborted)
            setNow({
              step: "found",
              name,
              size,
              sha256: finding.kind === "bundle" ? finding.sha256 : undefined,
              finding,
              tookMs: checkedAtMs - startedMs,
              checkedAtMs,
            });
        },
        (error: unknown) => !stop.signal.aborted && setNow({ step: "failed", name, error }),
      );
    },
    [spawn],
  );

  useEffect(() => () => running.current?.abort(new Error("The page was left")), []);
  return { now, start, reset };
}
