import { useLingui } from "@lingui/react";
import type { NetworkFacts } from "@lucid/proof";
import { Text } from "@mantine/core";
import { Hash, Mark } from "../../shared/ui/index.ts";
import classes from "./verify.module.css";

/** A network the reader has a reason to know: that of the node in use. */
export interface KnownNetwork {
  readonly hash: string;
  readonly name: string;
}

/** Whether a proof is on another network than the one the reader uses. */
export const isForeign = (hash: string, known: KnownNetwork | undefined): boolean => known !== undefined && known.hash !== hash;

/** Everything rests on the network: says which one it is, and whether the reader has a reason to know it. */
export function NetworkFact({ network, known }: { readonly network: NetworkFacts; readonly known: KnownNetwork | undefined }) {
  const { i18n } = useLingui();
  const isKnown = known?.hash === network.hash;
  return (
    <div className={classes.network}>
      <Mark tone={isKnown ? "proven" : known ? "warning" : "waiting"} />
      <div>
        <Text component="div">
          {i18n.t("Network “{name}”", { name: network.name })} <Hash value={network.hash} label={i18n.t("network")} ends={8} />
        </Text>
        <Text c="dimmed" size="sm">
          {isKnown
            ? i18n.t("This is the network of the node you are using.")
            : known
              ? i18n.t(
                  "This is NOT the network of the node you are using (“{name}”). Rely on it only if you know this hash from another source.",
                  { name: known.name },
                )
              : i18n.t(
                  "Anybody can found a network. Compare this hash with the one you know, from the recording's owner or from a node you trust: the proof is worth as much as this network is.",
                )}
        </Text>
      </div>
    </div>
  );
}
