import type { Session, SessionId } from "@lucid/contract";
import { useEffect, useRef, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { type BundleWish, bundleName, type DownloadProgress, fetchBundle } from "./bundle-download.ts";
import type { SavePlace } from "./save-place.ts";

export type BundleFate =
  | { readonly step: "waiting" }
  | { readonly step: "running"; readonly progress: DownloadProgress }
  | { readonly step: "saved"; readonly name: string; readonly bytes: number }
  | { readonly step: "failed"; readonly error: unknown }
  /** Nobody waited for it. */
  | { readonly step: "left" };

export interface SeveralBundles {
  readonly step: "asking" | "running" | "done";
  readonly fates: ReadonlyMap<SessionId, BundleFate>;
}

const WAITING: BundleFate = { step: "waiting" };

/** Saves the bundles of several sessions, one after the other, and goes on behind a failure. */
export function useSeveralBundles() {
  const api = useApi();
  const [now, setNow] = useState<SeveralBundles>({ step: "asking", fates: new Map() });
  const running = useRef<AbortController>(undefined);
  const stop = (): void => running.current?.abort(new Error("Given up"));
  useEffect(() => () => running.current?.abort(new Error("The page was left")), []);

  async function run(sessions: readonly Session[], chunks: BundleWish["chunks"], place: SavePlace): Promise<void> {
    const { signal } = (running.current = new AbortController());
    const fates = new Map<SessionId, BundleFate>(sessions.map(({ session_id }) => [session_id, WAITING]));
    const tell = (id: SessionId, fate: BundleFate): void => {
      fates.set(id, fate);
      setNow({ step: "running", fates: new Map(fates) });
    };
    for (const { session_id, name, started_at } of sessions) {
      if (signal.aborted) {
        tell(session_id, { step: "left" });
        continue;
      }
      let bytes = 0;
      const onProgress = (progress: DownloadProgress): void => {
        bytes = progress.doneBytes;
        tell(session_id, { step: "running", progress });
      };
      onProgress({ doneBytes: 0, totalBytes: undefined });
      try {
        const wanted = bundleName(name, started_at, chunks === "none" ? "-proof" : "");
        const saved = await place.save(wanted, (sink) => fetchBundle(api, session_id, { chunks }, { signal, onProgress, sink }));
        tell(session_id, { step: "saved", name: saved, bytes });
      } catch (error) {
        tell(session_id, signal.aborted ? { step: "left" } : { step: "failed", error });
      }
    }
    setNow({ step: "done", fates });
  }

  return { now, run, stop };
}
