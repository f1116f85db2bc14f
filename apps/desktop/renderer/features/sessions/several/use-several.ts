import { errorMessageOf, type Session } from "@lucid/contract";
import { ORPCError } from "@orpc/client";
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
        break;
      case "adminPause":
        await client.oversight.pause({ session_id, reason });
        break;
      case "adminLock":
        await client.oversight.lockInput({ session_id, reason });
        break;
      case "adminUnlock":
        await client.oversight.unlockInput({ session_id });
        break;
      case "adminEnd":
        throw new Error("Ended in one call");
    }
  }

  /** One call for all of them, with a result for each. */
  async function endAll(sessions: readonly Session[], reason: string): Promise<void> {
    setProgress({ step: "running", tried: 0, refused: [] });
    const named = new Map(sessions.map((session) => [session.session_id, session]));
    try {
      const { results } = await client.oversight.end({ session_ids: [...named.keys()], reason });
      const refused = results.flatMap(({ session_id, code }) => {
        const session = named.get(session_id);
        return code === null || !session
          ? []
          : [{ session, error: new ORPCError(code, { message: errorMessageOf(code) ?? code }) }];
      });
      setProgress({ step: "done", tried: results.length, refused });
    } catch (error) {
      setProgress({ step: "done", tried: sessions.length, refused: sessions.map((session) => ({ session, error })) });
    }
  }

  async function run(sessions: readonly Session[], reason: string): Promise<void> {
    if (deed === "adminEnd") await endAll(sessions, reason);
    else await oneByOne(sessions, reason);
    await cache.invalidateQueries({ queryKey: queries.sessions.key() });
  }

  async function oneByOne(sessions: readonly Session[], reason: string): Promise<void> {
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
  }

  return { progress, run, stop: () => void (stopped.current = true) };
}
