import { useLingui } from "@lingui/react";
import { Button, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { ErrorNotice, takesCaret } from "../../shared/ui/index.ts";
import { LoginFrame } from "../login/index.ts";
import { takeMailToken } from "./token-of-link.ts";

/** Where the link leads that shows an e-mail address to be somebody's. It counts when somebody says so. */
export function ConfirmEmailPage() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const [token] = useState(takeMailToken);
  const confirm = useMutation(queries.email.confirm.mutationOptions());
  const title = i18n.t("Confirm your e-mail address");
  useDocumentTitle(`${title} · Lucid`);

  return (
    <LoginFrame>
      <Stack>
        <Title order={1}>{title}</Title>
        {confirm.data ? (
          <Text role="status">{i18n.t("{address} counts from now on.", { address: confirm.data.address })}</Text>
        ) : token === undefined ? (
          <Text>{i18n.t("Open the link of the e-mail once more, as a whole: what counts stands at its end, after the #.")}</Text>
        ) : (
          <>
            <Text c="dimmed">
              {i18n.t("An account of this node gave the address to which the e-mail came. Confirm it only if that was you.")}
            </Text>
            {confirm.error && <ErrorNotice error={confirm.error} title={i18n.t("That did not work")} />}
            <Button ref={takesCaret} loading={confirm.isPending} onClick={() => confirm.mutate({ token })}>
              {i18n.t("Confirm")}
            </Button>
          </>
        )}
        <Button component={Link} to="/" variant="subtle" color="gray">
          {i18n.t("To Lucid")}
        </Button>
      </Stack>
    </LoginFrame>
  );
}
