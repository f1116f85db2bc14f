import { useLingui } from "@lingui/react";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useApi } from "../../shared/api/api.ts";
import { logIn, WalletChoice } from "../wallet/index.ts";
import { LoginFrame } from "./login-frame.tsx";

export function LoginPage() {
  const { i18n } = useLingui();
  const api = useApi();
  const router = useRouter();
  const { back } = useSearch({ from: "/login" });
  const setup = useQuery(api.queries.logins.setup.queryOptions());
  useDocumentTitle(`${i18n.t("Log in")} · Lucid`);

  const closed = {
    title: i18n.t("This node takes no new accounts"),
    text: i18n.t(
      "If you have an account here, restore its wallet with your words. If not, ask the owner of the node to open registration for you; a wallet that you make now would be refused.",
    ),
  };

  return (
    <LoginFrame>
      <WalletChoice
        title={i18n.t("Log in")}
        lead={i18n.t("Your wallet signs a one-time challenge of this node. There is no password that could leak.")}
        noNewWallet={setup.isPending ? "not-known-yet" : setup.data?.registration === "closed" ? closed : undefined}
        onWallet={async (wallet) => {
          await logIn(api, wallet);
          router.history.push(back ?? "/sessions");
        }}
      />
    </LoginFrame>
  );
}
