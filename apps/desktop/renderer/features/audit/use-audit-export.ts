import { useCallback, useEffect, useRef, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { saveFile } from "../../shared/files/save-file.ts";
import { fetchBytes } from "../player/index.ts";

export type ExportState =
  | { readonly step: "idle" }
  | { readonly step: "running"; readonly lines: number; readonly bytes: number }
  | { readonly step: "done"; readonly name: string }
  | { readonly step: "failed"; readonly error: unknown };

const LINE_FEED = 10;

const linesIn = (piece: Uint8Array): number => {
  let lines = 0;
  for (const byte of piece) if (byte === LINE_FEED) lines += 1;
  return lines;
};

/** Fetches the log as a file, with how many lines have come, and a way to end it. */
export function useAuditExport() {
  const api = useApi();
  const [now, setNow] = useState<ExportState>({ step: "idle" });
  const running = useRef<AbortController>(undefined);

  const cancel = useCallback(() => {
    running.current?.abort();
    setNow({ step: "idle" });
  }, []);

  const start = useCallback(
    (query: Readonly<Record<string, string>>) => {
      running.current?.abort();
      const stop = new AbortController();
      running.current = stop;
      setNow({ step: "running", lines: 0, bytes: 0 });
      async function fetchFile(): Promise<void> {
        const response = await fetchBytes(api, `/audit/export?${new URLSearchParams(query).toString()}`, stop.signal);
        const pieces: Uint8Array<ArrayBuffer>[] = [];
        const reader = (response.body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
        let lines = 0;
        let bytes = 0;
        for (let read = await reader.read(); !read.done; read = await reader.read()) {
          pieces.push(read.value);
          lines += linesIn(read.value);
          bytes += read.value.length;
          if (!stop.signal.aborted) setNow({ step: "running", lines, bytes });
        }
        if (stop.signal.aborted) return;
        const name = /filename="([\w.-]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "lucid-audit";
        saveFile(new Blob(pieces), name);
        setNow({ step: "done", name });
      }
      fetchFile().catch((error: unknown) => {
        if (!stop.signal.aborted) setNow({ step: "failed", error });
      });
    },
    [api],
  );

  useEffect(() => () => running.current?.abort(), []);
  return { now, start, cancel };
}
