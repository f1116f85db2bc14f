import type { Session } from "@lucid/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useApi } from "../../../shared/api/api.ts";
import type { Deed } from "./what-can-be-done.ts";

export interface Refused {
  readonly session: Session;
  readonly error: unknown;
}

export interface Progress {
  readonly step: "asking" | "running" | "done";
  /** Sessions that were tried, refused ones included. */
  readonly tried: number;
  readonly refused: readonly Refused[];
}

/** Does one thing to several sessions, one after the other, and goes on behind a refusal. */
export function useSeveral(deed: Deed) {
  const { client, queries } = useApi();
  const cache = useQueryClient();
  const [progress, setProgress] = useState<Progress>({ step: "asking", tried: 0, refused: [] });
  const stopped = useRef(false);
  useEffect(() => {
    stopped.current = false;
    return () => {
      stopped.current = true;
    };
  }, []);

  async function doTo({ session_id }: Session, reason: string): Promise<void> {
    switch (deed) {
      case "end":
        await client.sessions.stop({ session_id });
        break;
      case "giveUp":
        await client.sessions.cancel({ session_id });
        break;
      case "delete":
        await client.sessions.remove({ session_id, reason });
    }
  }

  async function run(sessions: readonly Session[], reason: string): Promise<void> {
    const refused: Refused[] = [];
    let tried = 0;
    for (const session of sessions) {
      if (stopped.current) break;
      setProgress({ step: "running", tried, refused: [...refused] });
      try {
        await doTo(session, reason);
      } catch (error) {
        refused.push({ session, error });
      }
      tried += 1;
    }
    setProgress({ step: "done", tried, refused });
    await cache.invalidateQueries({ queryKey: queries.sessions.key() });
  }

  return { progress, run, stop: () => void (stopped.current = true) };
}
