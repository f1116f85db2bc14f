import { useMutation, useQuery } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";

/** The network that this node is in, and what is done with it; the stream of events says when it changed. */
export function useNetwork() {
  const { network } = useApi().queries;
  const status = useQuery(network.status.queryOptions());
  return {
    status,
    members: useQuery(network.members.queryOptions({ enabled: status.data?.network != null })),
    create: useMutation(network.create.mutationOptions()),
    invite: useMutation(network.invite.mutationOptions()),
    join: useMutation(network.join.mutationOptions()),
    remove: useMutation(network.remove.mutationOptions()),
    decide: useMutation(network.decide.mutationOptions()),
    leave: useMutation(network.leave.mutationOptions()),
  };
}
export type Network = ReturnType<typeof useNetwork>;
