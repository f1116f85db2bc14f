import { z } from "zod";
import { sessionErrors } from "../sessions/sessions.errors.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { HashHex, SessionId } from "../shared/shared.schema.ts";
import { networkErrors } from "./network.errors.ts";
import {
  MAX_INVITATION,
  NetworkChange,
  NetworkInvitation,
  NetworkMember,
  NetworkName,
  NetworkPeer,
  NetworkStatus,
} from "./network.schema.ts";

const tags = ["network"];
const {
  NETWORK_NONE,
  NETWORK_ALREADY,
  NETWORK_INVITATION,
  NETWORK_INVITATION_OVER,
  NETWORK_MEMBER,
  NETWORK_CHANGE,
  NETWORK_ADDRESS,
  NETWORK_PROOF,
} = networkErrors.spec;

/** Who may say which nodes this one shares a chain with. */
const manage = (errors: NonNullable<Parameters<typeof procedure>[1]>["errors"]) =>
  procedure("manage_system_config", { rate: "admin", changes: "network", fresh: true, ...(errors && { errors }) });

export const networkContract = {
  status: procedure("view_blockchain_info")
    .route({ method: "GET", path: "/network", tags, summary: "The network of nodes that this node is in, and how far it is" })
    .input(Nothing)
    .output(NetworkStatus),
  members: procedure("view_blockchain_info", { errors: [NETWORK_NONE] })
    .route({
      method: "GET",
      path: "/network/members",
      tags,
      summary: "Who votes in the network, and what changes wait for approval",
    })
    .input(Nothing)
    .output(z.object({ members: z.array(NetworkMember), changes: z.array(NetworkChange) })),
  peers: procedure("view_system_metrics", { errors: [NETWORK_NONE] })
    .route({ method: "GET", path: "/network/peers", tags, summary: "Nodes that this node is connected with" })
    .input(Nothing)
    .output(z.object({ peers: z.array(NetworkPeer) })),
  create: manage([NETWORK_ALREADY, NETWORK_ADDRESS])
    .route({ method: "POST", path: "/network", tags, summary: "Found a network with this node as its only member" })
    .input(z.strictObject({ name: NetworkName }))
    .output(NetworkStatus),
  invite: manage([NETWORK_NONE])
    .route({
      method: "POST",
      path: "/network/invitations",
      tags,
      summary: "Make an invitation: one text, with which one other node becomes a member",
    })
    .input(
      z.strictObject({
        /** Seconds until the invitation is over. */
        expires_in: z.int().min(60).max(604_800).default(3_600),
      }),
    )
    .output(NetworkInvitation),
  join: manage([NETWORK_ALREADY, NETWORK_INVITATION, NETWORK_INVITATION_OVER, NETWORK_ADDRESS])
    .route({ method: "POST", path: "/network/join", tags, summary: "Become a member of a network, by an invitation" })
    .input(z.strictObject({ invitation: z.string().min(1).max(MAX_INVITATION) }))
    .output(NetworkStatus),
  remove: manage([NETWORK_NONE, NETWORK_MEMBER])
    .route({
      method: "POST",
      path: "/network/members/{public_key}/remove",
      tags,
      summary: "Ask the members to take another one out; where this node decides alone, it is done at once",
    })
    .input(z.strictObject({ public_key: HashHex }))
    .output(NetworkStatus),
  decide: manage([NETWORK_NONE, NETWORK_CHANGE])
    .route({
      method: "POST",
      path: "/network/changes/{public_key}",
      tags,
      summary:
        "Approve a change of the membership that another member asks for, or decline it; what this node asks for is taken back",
    })
    .input(z.strictObject({ public_key: HashHex, approve: z.boolean() }))
    .output(NetworkStatus),
  leave: manage([NETWORK_NONE])
    .route({
      method: "POST",
      path: "/network/leave",
      tags,
      summary: "Be a member no more; what the network has made final stays proven",
    })
    .input(
      z.strictObject({
        /** Without waiting for the others: they then count this node as away until they remove it. */
        at_once: z.boolean().default(false),
      }),
    )
    .output(NetworkStatus),
  proof: procedure("view_own_sessions", { errors: [sessionErrors.spec.SESSION_NOT_FOUND, NETWORK_PROOF] })
    .route({
      method: "GET",
      path: "/sessions/{session_id}/network-proof",
      tags,
      summary: "Why a recording is final in a network: goes with its bundle, and is checked offline",
    })
    .input(z.strictObject({ session_id: SessionId }))
    .output(z.record(z.string(), z.unknown())),
};
