import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Button, Text } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { useApi } from "../../shared/api/api.ts";
import { verifyLink } from "./verify-link.ts";

/** Copies a link that checks the session's proof, and says for whom it works. */
export function ShareButton({ session, disabled }: { readonly session: Session; readonly disabled: boolean }) {
  const { i18n } = useLingui();
  const { gateway } = useApi();
  const clipboard = useClipboard({ timeout: 20_000 });
  const link = verifyLink(gateway.origin, session.session_id);
  return (
    <>
      <Button variant="default" fullWidth disabled={disabled} onClick={() => clipboard.copy(link)}>
        {i18n.t("Share")}
      </Button>
      {(clipboard.copied || clipboard.error !== null) && (
        <Text size="xs" role="status">
          {clipboard.error === null
            ? i18n.t(
                "A link that verifies it is copied. It works for accounts of this node that may see the session; whoever has none gets an export.",
              )
            : i18n.t("The browser did not let this page copy.")}
          {clipboard.error !== null && <code style={{ display: "block", overflowWrap: "anywhere" }}>{link}</code>}
        </Text>
      )}
    </>
  );
}
