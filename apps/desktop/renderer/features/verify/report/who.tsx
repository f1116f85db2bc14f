import { useLingui } from "@lingui/react";
import { type Identity, isKnown } from "../identity/identities.ts";
import { Whole } from "./report-parts.tsx";

/** A key on paper, and why the reader may know it. */
export function Who({ identity }: { readonly identity: Identity }) {
  const { i18n } = useLingui();
  return (
    <>
      {identity.name !== undefined
        ? `“${identity.name}” (${i18n.t("the reader's own name")})`
        : identity.isExpected
          ? i18n.t("as the reader expected")
          : isKnown(identity)
            ? i18n.t("in use where this was checked")
            : i18n.t("not identified")}{" "}
      <Whole>{identity.key}</Whole>
    </>
  );
}
