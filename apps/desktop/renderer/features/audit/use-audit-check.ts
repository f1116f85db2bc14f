import type { AuditCheck } from "@lucid/contract";
import { useCallback, useEffect, useRef, useState } from "react";
import { useApi } from "../../shared/api/api.ts";

export type CheckState =
  | { readonly step: "running"; readonly check: AuditCheck | undefined }
  | { readonly step: "done"; readonly check: AuditCheck; readonly at: string }
  | { readonly step: "failed"; readonly error: unknown };

/** Has the node go through its log now: once when the page is opened, and when it is asked again. */
export function useAuditCheck(): { readonly now: CheckState; readonly again: () => void } {
  const { client } = useApi();
  const [now, setNow] = useState<CheckState>({ step: "running", check: undefined });
  const running = useRef<AbortController>(undefined);

  const again = useCallback(() => {
    running.current?.abort();
    const stop = new AbortController();
    running.current = stop;
    setNow({ step: "running", check: undefined });
    async function follow(): Promise<void> {
      let last: AuditCheck | undefined;
      for await (const check of await client.audit.check(undefined, { signal: stop.signal })) {
        last = check;
        if (!stop.signal.aborted) setNow({ step: "running", check });
      }
      if (stop.signal.aborted) return;
      if (last?.done !== true) throw new Error("The check ended too early");
      setNow({ step: "done", check: last, at: new Date().toISOString() });
    }
    follow().catch((error: unknown) => {
      if (!stop.signal.aborted) setNow({ step: "failed", error });
    });
  }, [client]);

  useEffect(() => {
    again();
    return () => running.current?.abort();
  }, [again]);
  return { now, again };
}
