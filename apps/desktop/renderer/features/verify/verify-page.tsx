import { useLingui } from "@lingui/react";
import { PageHeader } from "../../shared/ui/index.ts";

export function VerifyPage() {
  const { i18n } = useLingui();
  return <PageHeader title={i18n.t("Proofs")} />;
}
