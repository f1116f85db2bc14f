import { useLingui } from "@lingui/react";
import { Button, Group, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { Card, Dialog, ErrorNotice, Mark, Moment, Waiting } from "../../shared/ui/index.ts";
import { BackupCodeList } from "./backup-code-list.tsx";
import { CodeForm } from "./code-form.tsx";
import { EnrolSteps } from "./enrol-steps.tsx";

type Doing = { readonly what: "enable" | "disable" | "renew" } | { readonly what: "keep"; readonly codes: readonly string[] };

/** The account's second factor: set up, backup codes, off. */
export function SecondFactorCard() {
  const { i18n } = useLingui();
  const { client, queries } = useApi();
  const cache = useQueryClient();
  const factor = useQuery(queries.logins.secondFactor.queryOptions());
  const [doing, setDoing] = useState<Doing>();

  function done(): void {
    setDoing(undefined);
    void cache.invalidateQueries({ queryKey: queries.logins.secondFactor.key() });
  }

  const titles: Record<Doing["what"], string> = {
    enable: i18n.t("Set up an authenticator app"),
    disable: i18n.t("Turn the second factor off"),
    renew: i18n.t("New backup codes"),
    keep: i18n.t("New backup codes"),
  };
  return (
    <Card>
      <Title order={2} mb="sm">
        {i18n.t("Authenticator app")}
      </Title>
      <Text c="dimmed" mb="sm">
        {i18n.t(
          "A second factor: after the wallet's signature the node asks for a code of the app as well. A passkey needs none.",
        )}
      </Text>
      {factor.error && <ErrorNotice error={factor.error} title={i18n.t("The second factor could not be read")} />}
      {factor.isPending && <Waiting label={i18n.t("Loading the second factor")} />}
      {factor.data && (
        <>
          <Group gap="xs" mb="sm" wrap="nowrap">
            <Mark tone={factor.data.enabled ? "quiet" : "waiting"} />
            <Text component="div">
              {factor.data.enabled_at === null ? (
                i18n.t("Off.")
              ) : (
                <>
                  {i18n.t("On since")} <Moment at={factor.data.enabled_at} /> ·{" "}
                  {i18n.t("{count} backup codes left", { count: factor.data.backup_codes_left })}
                </>
              )}
            </Text>
          </Group>
          <Group gap="xs">
            {factor.data.enabled ? (
              <>
                <Button variant="default" onClick={() => setDoing({ what: "renew" })}>
                  {titles.renew}
                </Button>
                {factor.data.required ? (
                  <Text c="dimmed">{i18n.t("Your role needs it.")}</Text>
                ) : (
                  <Button variant="subtle" color="recording" onClick={() => setDoing({ what: "disable" })}>
                    {i18n.t("Turn off")}
                  </Button>
                )}
              </>
            ) : (
              <Button variant="default" onClick={() => setDoing({ what: "enable" })}>
                {titles.enable}
              </Button>
            )}
          </Group>
        </>
      )}
      {doing && (
        <Dialog onClose={done} title={titles[doing.what]} leave={i18n.t("Cancel")} isShownOnce={doing.what === "keep"}>
          {doing.what === "enable" && <EnrolSteps onDone={done} />}
          {doing.what === "keep" && <BackupCodeList codes={doing.codes} onDone={done} />}
          {doing.what === "disable" && (
            <CodeForm
              action={i18n.t("Turn off")}
              failed={i18n.t("The second factor is still on")}
              takesBackupCode
              onCode={async (code) => {
                await client.logins.disableSecondFactor({ code });
                done();
              }}
            />
          )}
          {doing.what === "renew" && (
            <CodeForm
              action={i18n.t("Make new codes; those before count no longer")}
              failed={i18n.t("No new codes were made")}
              takesBackupCode
              onCode={async (code) =>
                setDoing({ what: "keep", codes: (await client.logins.newBackupCodes({ code })).backup_codes })
              }
            />
          )}
        </Dialog>
      )}
    </Card>
  );
}
