import { useLingui } from "@lingui/react";
import type { Identity } from "./identities.ts";
import { IdentityRow } from "./identity-row.tsx";

/** The key that recorded. */
export function NodeRow({ node }: { readonly node: Identity }) {
  const { i18n } = useLingui();
  return (
    <IdentityRow
      identity={node}
      title={i18n.t("Recorded by the node")}
      what={i18n.t("node key")}
      reason={
        node.isHere
          ? i18n.t("This is the node you are using.")
          : i18n.t("Compare this key with the one you have from its operator.")
      }
    />
  );
}
