import type { Session } from "@lucid/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { requestWallet } from "../wallet/index.ts";

/**
 * Has the owner's wallet allow the recording of a draft, and opens its desktop. Undefined when the wallet stays locked.
 * `onStarted` is called even when what showed the draft is gone by then, for it is none any more.
 */
export function useStartDraft(onStarted?: (draft: Session) => void) {
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
    onSuccess: (started, draft) => started && onStarted?.(draft),
    onSettled: () => cache.invalidateQueries({ queryKey: queries.sessions.key() }),
  });
}
