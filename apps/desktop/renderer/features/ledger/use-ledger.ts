import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Ledger } from "./create-ledger.ts";

/** What the person is waited for, or the device. */
export type LedgerStep = "connect" | "address" | "confirm-address" | "sign" | "send";
export interface LedgerRun<Result> {
  readonly step: LedgerStep;
  readonly result: Result | undefined;
  readonly error: Error | null;
  readonly isPending: boolean;
  /** Within a click: the browser asks for the device. */
  start(): void;
  /** Ends what waits; the device is let go. */
  cancel(): void;
}

/** Something that is done with a Ledger, step by step. It ends with the dialog that shows it. */
export function useLedger<Result>(work: (ledger: Ledger, at: (step: LedgerStep) => void) => Promise<Result>): LedgerRun<Result> {
  const [step, setStep] = useState<LedgerStep>("connect");
  const running = useRef<AbortController>(undefined);
  const run = useMutation({
    async mutationFn(signal: AbortSignal) {
      setStep("connect");
      const { withLedger } = await loadLedger();
      return await withLedger(signal, async (ledger) => {
        await ledger.requireTronApp();
        return await work(ledger, setStep);
      });
    },
  });
  // Loaded before it is clicked: a browser asks for a device only right after that. What fails here fails, and is told, at the click.
  useEffect(() => void loadLedger().catch(() => undefined), []);
  useEffect(() => () => running.current?.abort(), []);
  return {
    ...{ step, result: run.data, error: run.error, isPending: run.isPending },
    start() {
      running.current = new AbortController();
      run.mutate(running.current.signal);
    },
    cancel: () => running.current?.abort(),
  };
}

async function loadLedger() {
  const { provideBuffer } = await import("./provide-buffer.ts");
  provideBuffer();
  return await import("./open-ledger.ts");
}
