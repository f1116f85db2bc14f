import { useLingui } from "@lingui/react";
import { useDocumentTitle } from "@mantine/hooks";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useApi } from "../../shared/api/api.ts";
import { logIn, WalletChoice } from "../wallet/index.ts";
import { LoginFrame } from "./login-frame.tsx";

export function LoginPage() {
  const { i18n } = useLingui();
  const api = useApi();
  const router = useRouter();
  const { back } = useSearch({ from: "/login" });
  useDocumentTitle(`${i18n.t("Log in")} · Lucid`);

  return (
    <LoginFrame>
      <WalletChoice
        title={i18n.t("Log in")}
        lead={i18n.t("Your wallet signs a one-time challenge of this node. There is no password that could leak.")}
        onWallet={async (wallet) => {
          await logIn(api, wallet);
          router.history.push(back ?? "/sessions");
        }}
      />
    </LoginFrame>
  );
}
