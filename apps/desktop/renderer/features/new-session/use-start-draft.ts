import type { Session } from "@lucid/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { requestWallet } from "../wallet/index.ts";

/**
 * Has the owner's wallet allow the recording of a draft, and opens its desktop. Undefined when the wallet stays locked.
 * `onStarted` is called also when whoever asked is gone by then: the page of a draft is, as soon as the node tells of its start.
 */
export function useStartDraft(onStarted?: (started: Session) => void) {
  const { client, queries } = useApi();
  const cache = useQueryClient();
  return useMutation({
    async mutationFn(draft: Session) {
      const wallet = await requestWallet();
      if (!wallet) return undefined;
      // It brings the text of grants and its hash along: loaded by whoever starts a draft, and not with the list.
      const { allowAndStart } = await import("./start-session.ts");
      return await allowAndStart(client, draft, wallet);
    },
    onSuccess: (started) => {
      if (started) onStarted?.(started);
    },
    onSettled: () => cache.invalidateQueries({ queryKey: queries.sessions.key() }),
  });
}
