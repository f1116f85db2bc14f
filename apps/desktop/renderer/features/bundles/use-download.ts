import type { SessionId } from "@lucid/contract";
import { useCallback, useEffect, useRef, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { type BundleWish, type DownloadOptions, type DownloadProgress, downloadBundle } from "./bundle-download.ts";

export type Download =
  | { readonly step: "idle" }
  | { readonly step: "running"; readonly progress: DownloadProgress; readonly startedMs: number }
  | { readonly step: "done"; readonly bytes: number }
  | { readonly step: "failed"; readonly error: unknown };

/** Fetches one file at a time, with progress and a way to end it: a bundle (`start`), or what is made of a session (`make`). */
export function useDownload(id: SessionId) {
  const api = useApi();
  const [now, setNow] = useState<Download>({ step: "idle" });
  const running = useRef<AbortController>(undefined);

  const cancel = useCallback(() => {
    running.current?.abort(new Error("Given up"));
    running.current = undefined;
    setNow({ step: "idle" });
  }, []);

  const make = useCallback(
    async (
      fetchFile: (options: DownloadOptions) => Promise<Blob>,
      onDone: (file: Blob) => void | Promise<void>,
    ): Promise<void> => {
      running.current?.abort(new Error("Given up"));
      const stop = new AbortController();
      running.current = stop;
      const startedMs = Date.now();
      const onProgress = (progress: DownloadProgress): void => {
        if (!stop.signal.aborted) setNow({ step: "running", progress, startedMs });
      };
      onProgress({ doneBytes: 0, totalBytes: undefined });
      try {
        const file = await fetchFile({ signal: stop.signal, onProgress });
        if (stop.signal.aborted) return;
        setNow({ step: "done", bytes: file.size });
        await onDone(file);
      } catch (error) {
        if (!stop.signal.aborted) setNow({ step: "failed", error });
      }
    },
    [],
  );

  const start = useCallback(
    (wish: BundleWish, onDone: (bundle: Blob) => void | Promise<void>): Promise<void> =>
      make((options) => downloadBundle(api, id, wish, options), onDone),
    [api, id, make],
  );

  useEffect(() => () => running.current?.abort(new Error("The page was left")), []);
  return { now, start, make, cancel };
}
