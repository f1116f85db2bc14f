import { useLingui } from "@lingui/react";
import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SyntheticEvent, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { localeOf } from "../../shared/text/locales.ts";
import { ErrorNotice, useWrongField } from "../../shared/ui/index.ts";

/** Asks for a link to log in. What it says afterwards is the same for every address. */
export function EmailLoginForm() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const request = useMutation(queries.logins.emailLink.mutationOptions());
  const wrong = useWrongField(request.error);
  const [isOpen, setIsOpen] = useState(false);
  const [address, setAddress] = useState("");

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    request.mutate({ address, language: localeOf(i18n.locale) });
  }

  if (!isOpen) {
    return (
      <Button variant="subtle" color="gray" fullWidth mt="xs" onClick={() => setIsOpen(true)}>
        {i18n.t("Log in by a link in an e-mail")}
      </Button>
    );
  }
  if (request.data) {
    return (
      <Text role="status" mt="md">
        {i18n.t("If an account has this address, a link is on its way. It counts once, for 15 minutes.")}
      </Text>
    );
  }
  return (
    <Stack component="form" mt="md" onSubmit={submit}>
      <TextInput
        type="email"
        label={i18n.t("E-mail address")}
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
        error={wrong("address")}
        autoComplete="email"
        data-autofocus
      />
      {request.error && <ErrorNotice error={request.error} title={i18n.t("That did not work")} />}
      <Button type="submit" variant="default" loading={request.isPending} disabled={!address.includes("@")}>
        {i18n.t("Send the link")}
      </Button>
    </Stack>
  );
}
