import { useLingui } from "@lingui/react";
import type { Identity } from "./identities.ts";
import { IdentityRow } from "./identity-row.tsx";
import type { KnownHere } from "./known-here.ts";

/** Everything rests on the network: says which one it is, and whether the reader has a reason to know it. */
export function NetworkRow({
  network,
  name,
  here,
}: {
  readonly network: Identity;
  /** As its founding document calls it. */
  readonly name: string;
  readonly here: KnownHere;
}) {
  const { i18n } = useLingui();
  const isElsewhere = here.network !== undefined && !network.isHere;
  return (
    <IdentityRow
      identity={network}
      title={i18n.t("On the network “{name}”", { name })}
      what={i18n.t("network")}
      isElsewhere={isElsewhere}
      reason={
        network.isHere
          ? i18n.t("This is the network of the node you are using.")
          : isElsewhere
            ? i18n.t(
                "This is NOT the network of the node you are using (“{name}”). Rely on it only if you know this hash from another source.",
                { name: here.network?.name },
              )
            : i18n.t(
                "Anybody can found a network. Compare this hash with the one you know, from the recording's owner or from a node you trust: the proof is worth as much as this network is.",
              )
      }
    />
  );
}
