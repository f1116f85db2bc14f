import type { SessionId } from "@lucid/contract";
import { useCallback, useEffect, useRef, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { type BundleWish, type DownloadProgress, downloadBundle } from "./bundle-download.ts";

export type Download =
  | { readonly step: "idle" }
  | { readonly step: "running"; readonly progress: DownloadProgress; readonly startedMs: number }
  | { readonly step: "done"; readonly bytes: number }
  | { readonly step: "failed"; readonly error: unknown };

/** Fetches one bundle at a time, with progress and a way to end it. */
export function useDownload(id: SessionId) {
  const api = useApi();
  const [now, setNow] = useState<Download>({ step: "idle" });
  const running = useRef<AbortController>(undefined);

  const cancel = useCallback(() => {
    running.current?.abort(new Error("Given up"));
    running.current = undefined;
    setNow({ step: "idle" });
  }, []);

  const start = useCallback(
    async (wish: BundleWish, onDone: (bundle: Blob) => void | Promise<void>): Promise<void> => {
      running.current?.abort(new Error("Given up"));
      const stop = new AbortController();
      running.current = stop;
      const startedMs = Date.now();
      const onProgress = (progress: DownloadProgress): void => {
        if (!stop.signal.aborted) setNow({ step: "running", progress, startedMs });
      };
      onProgress({ doneBytes: 0, totalBytes: undefined });
      try {
        const bundle = await downloadBundle(api, id, wish, { signal: stop.signal, onProgress });
        setNow({ step: "done", bytes: bundle.size });
        await onDone(bundle);
      } catch (error) {
        if (!stop.signal.aborted) setNow({ step: "failed", error });
      }
    },
    [api, id],
  );

  useEffect(() => () => running.current?.abort(new Error("The page was left")), []);
  return { now, start, cancel };
}
