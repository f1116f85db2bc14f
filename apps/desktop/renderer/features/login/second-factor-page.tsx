import { useLingui } from "@lingui/react";
import { Anchor, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useRouter } from "@tanstack/react-router";
import { useApi } from "../../shared/api/api.ts";
import { EnrolSteps } from "../second-factor/index.ts";
import { StepUpDialog } from "../step-up/index.ts";
import { logOut } from "../wallet/index.ts";
import { LoginFrame } from "./login-frame.tsx";

/** Where an account is led whose role needs a second factor that it does not have yet. */
export function SecondFactorPage() {
  const { i18n } = useLingui();
  const api = useApi();
  const router = useRouter();
  useDocumentTitle(`${i18n.t("Your second factor")} · Lucid`);

  return (
    <LoginFrame>
      <Stack>
        <Title order={1}>{i18n.t("Your second factor")}</Title>
        <Text c="dimmed">
          {i18n.t("Your role on this node needs an authenticator app beside the wallet. Everything else comes after it.")}
        </Text>
        <EnrolSteps onDone={() => void api.login.refresh().then(() => router.history.push("/"))} />
        <Anchor component="button" type="button" onClick={() => void logOut(api).finally(() => router.history.push("/login"))}>
          {i18n.t("Log out")}
        </Anchor>
      </Stack>
      <StepUpDialog />
    </LoginFrame>
  );
}
