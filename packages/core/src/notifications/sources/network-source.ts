import type { NetworkArea } from "../../network/index.ts";
import type { Announce, Source } from "./source.ts";

export interface NetworkSourceDeps {
  readonly announce: Announce;
  readonly network: Pick<NetworkArea, "asked">;
}

/** Changes of the network's members that other nodes ask for: to who decides for this node. */
export function createNetworkSource({ announce, network }: NetworkSourceDeps): Source {
  function look(): void {
    for (const { network: hash, network_name, public_key, kind, proposed_by, expires_at } of network.asked()) {
      announce({
        // The same that is asked for anew later is another one.
        key: `network.asked ${hash} ${kind} ${public_key} ${expires_at}`,
        kind: "network.asked",
        to: { permission: "manage_system_config" },
        link: "/chain",
        data: {
          network: hash,
          network_name,
          change: kind,
          public_key,
          proposed_by,
          expires_at: new Date(expires_at).toISOString(),
        },
      });
    }
  }

  return {
    heard: {
      topic: "network",
      // What moves the chain is told without a name, and brings no change of this kind.
      of: (hash) => {
        if (hash !== "") look();
      },
    },
    look,
  };
}
