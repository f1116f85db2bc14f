import { useLingui } from "@lingui/react";
import type { NotificationChoice, NotificationSettings } from "@lucid/contract";
import { Checkbox, Select, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { LANGUAGE_CHOICES, localeOf } from "../../shared/text/locales.ts";
import { Card, ErrorNotice } from "../../shared/ui/index.ts";
import { kindNames } from "./notification-words.ts";
import classes from "./notifications.module.css";

/** What somebody is told of, and where: each choice counts at once. */
export function NotificationSettingsCard() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const cache = useQueryClient();
  const settings = useQuery(queries.notifications.settings.queryOptions());
  /** A choice stands as it was made while it is on its way; one that is not kept goes back, with the reason. */
  const [onItsWay, setOnItsWay] = useState<readonly NotificationChoice[]>([]);
  const choose = useMutation(
    queries.notifications.choose.mutationOptions({
      onSuccess: (chosen) => cache.setQueryData(queries.notifications.settings.queryKey(), chosen),
      onSettled: (_chosen, _error, { choices = [] }) => setOnItsWay((before) => before.filter((one) => !choices.includes(one))),
    }),
  );
  if (!settings.data) return null;
  const { email, language, choices } = settings.data;
  const shown = choices.map((choice) => onItsWay.findLast(({ kind }) => kind === choice.kind) ?? choice);
  const mayMail = email.available && email.address !== null;
  const spoken = language ?? localeOf(i18n.locale);
  // Who chooses e-mail reads it in the language that is chosen with.
  function change(changed: readonly NotificationChoice[], to = spoken): void {
    setOnItsWay((before) => [...before, ...changed]);
    choose.mutate({ choices: [...changed], ...(mayMail ? { language: to } : {}) });
  }

  return (
    <Card>
      <Title order={2} mb="xs">
        {i18n.t("What you are told of")}
      </Title>
      <EmailLine email={email} />
      {choose.error && <ErrorNotice error={choose.error} title={i18n.t("The choice was not kept")} />}
      {mayMail && (
        <Select
          label={i18n.t("Language of e-mail")}
          data={LANGUAGE_CHOICES}
          value={spoken}
          onChange={(value) => change([], localeOf(value ?? spoken))}
          allowDeselect={false}
          maw={240}
          mb="sm"
        />
      )}
      <table className={classes.choices}>
        <thead>
          <tr>
            <th scope="col">{i18n.t("What")}</th>
            <th scope="col">{i18n.t("In the page")}</th>
            {mayMail && <th scope="col">{i18n.t("By e-mail")}</th>}
          </tr>
        </thead>
        <tbody>
          {shown.map((choice) => (
            <Choice key={choice.kind} choice={choice} mayMail={mayMail} onChange={(changed) => change([changed])} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}

interface ChoiceProps {
  readonly choice: NotificationChoice;
  readonly mayMail: boolean;
  readonly onChange: (choice: NotificationChoice) => void;
}

function Choice({ choice, mayMail, onChange }: ChoiceProps) {
  const { i18n } = useLingui();
  const name = kindNames(i18n)[choice.kind];
  return (
    <tr>
      <td>{name}</td>
      <td>
        <Checkbox
          aria-label={i18n.t("In the page: {name}", { name })}
          checked={choice.page}
          onChange={(event) => onChange({ ...choice, page: event.currentTarget.checked })}
        />
      </td>
      {mayMail && (
        <td>
          <Checkbox
            aria-label={i18n.t("By e-mail: {name}", { name })}
            checked={choice.email}
            onChange={(event) => onChange({ ...choice, email: event.currentTarget.checked })}
          />
        </td>
      )}
    </tr>
  );
}

function EmailLine({ email: { available, address } }: Pick<NotificationSettings, "email">) {
  const { i18n } = useLingui();
  if (!available) return null;
  return (
    <Text mb="sm">
      {address === null ? (
        <>
          {i18n.t("With a confirmed e-mail address you can be told by e-mail, too.")}{" "}
          <Link to="/settings">{i18n.t("Give one in the settings")}</Link>
        </>
      ) : (
        i18n.t("E-mail goes to {address}. What happens together comes in one e-mail, and at most every quarter of an hour.", {
          address,
        })
      )}
    </Text>
  );
}
