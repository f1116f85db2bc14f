import { useLingui } from "@lingui/react";
import { MissingPage } from "../../shared/ui/index.ts";

/** In place of a page that does not exist. */
export function NotFound() {
  const { i18n } = useLingui();
  return (
    <MissingPage title={i18n.t("There is no such page")}>
      {i18n.t("The address may be mistyped, or what it named was deleted.")}
    </MissingPage>
  );
}
