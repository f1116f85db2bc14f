import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";

/** How payments are, and the wallets of the person; the stream of events says when they changed. */
export function useWallets() {
  const { tron } = useApi().queries;
  const status = useQuery(tron.networkStatus.queryOptions());
  const isOn = status.data !== undefined && status.data.state !== "off";
  return { status, list: useQuery(tron.listWallets.queryOptions({ enabled: isOn })) };
}
