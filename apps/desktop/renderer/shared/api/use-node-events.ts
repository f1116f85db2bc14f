import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useApi } from "./api.ts";
import type { EventReducers } from "./apply-event.ts";
import { followEvents } from "./follow-events.ts";

/** Keeps what is shown current, through the one stream of the node, for as long as the component is there. */
export function useNodeEvents(reducers: EventReducers): void {
  const api = useApi();
  const cache = useQueryClient();
  useEffect(() => {
    const ending = new AbortController();
    void followEvents(api, cache, reducers, ending.signal);
    return () => ending.abort();
  }, [api, cache, reducers]);
}
