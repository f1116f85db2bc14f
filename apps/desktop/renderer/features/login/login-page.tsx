import { useLingui } from "@lingui/react";
import { Anchor, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { Term } from "../../shared/ui/index.ts";
import { EmailLoginForm } from "../email/index.ts";
import { hasPasskeys, logInWithPasskey, PasskeyButton } from "../passkeys/index.ts";
import { CodeForm } from "../second-factor/index.ts";
import { type CodeNeeded, logIn, WalletChoice } from "../wallet/index.ts";
import { LoginFrame } from "./login-frame.tsx";

export function LoginPage() {
  const { i18n } = useLingui();
  const api = useApi();
  const router = useRouter();
  const { back } = useSearch({ from: "/login" });
  const [codeNeeded, setCodeNeeded] = useState<CodeNeeded>();
  const setup = useQuery(api.queries.logins.setup.queryOptions());
  const endedElsewhere = useStore(api.login.state, (state) => state.endedElsewhere);
  useEffect(
    () =>
      api.login.onLoginElsewhere(() => {
        void api.login.refresh().then((isIn) => isIn && router.history.push(back ?? "/sessions"));
      }),
    [api, router, back],
  );
  useDocumentTitle(`${i18n.t("Log in")} · Lucid`);

  const registration = setup.data?.registration;
  const closed = {
    title: i18n.t("This node takes no new accounts"),
    text: i18n.t(
      "If you have an account here, restore its wallet with your words. If not, ask the owner of the node for an invitation; a wallet that you make now would be refused.",
    ),
  };

  const enter = (): void => router.history.push(back ?? "/sessions");

  if (codeNeeded) {
    return (
      <LoginFrame>
        <Stack>
          <Title order={1}>{i18n.t("Your second factor")}</Title>
          <CodeForm
            action={i18n.t("Log in")}
            failed={i18n.t("That did not work")}
            takesBackupCode
            onCode={async (code) => {
              await codeNeeded.finish(code);
              enter();
            }}
          />
          <Anchor component="button" type="button" onClick={() => setCodeNeeded(undefined)}>
            {i18n.t("Back to the wallet")}
          </Anchor>
        </Stack>
      </LoginFrame>
    );
  }

  return (
    <LoginFrame>
      {endedElsewhere === true && (
        <Text role="status" mb="md">
          {i18n.t("This login was ended in another tab or on another device, or its time was over.")}
        </Text>
      )}
      <WalletChoice
        title={i18n.t("Log in")}
        lead={
          <>
            {i18n.t("Your wallet signs a text of this node: there is no password that could leak.")}{" "}
            <Term name="challenge">{i18n.t("What is signed?")}</Term>
          </>
        }
        noNewWallet={
          setup.isPending ? "not-known-yet" : registration !== undefined && registration !== "open" ? closed : undefined
        }
        onWallet={async (wallet) => {
          const waits = await logIn(api, wallet);
          if (waits) setCodeNeeded(waits);
          else enter();
        }}
      />
      {setup.data?.email === true && <EmailLoginForm />}
      {setup.data?.passkeys === true && hasPasskeys() && (
        <PasskeyButton
          label={i18n.t("Continue with a passkey")}
          note={i18n.t("It opens your account. To watch recordings or start a session the wallet is asked for as well.")}
          failed={i18n.t("That did not work")}
          onUse={async () => {
            await logInWithPasskey(api);
            enter();
          }}
        />
      )}
    </LoginFrame>
  );
}
