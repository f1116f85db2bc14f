import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import { foreignText, type LinkProblem } from "@lucid/proof";
import { Alert } from "@mantine/core";

/** Says that a link does not count, and why. */
export function LinkProblemNote({ problem }: { readonly problem: LinkProblem }) {
  const { i18n } = useLingui();
  return (
    <Alert variant="outline" color="gray" title={i18n.t("This link cannot be used")} role="alert">
      {linkProblemInWords(problem, i18n)}{" "}
      {i18n.t("Nothing of it counts: ask for the link again, or say below what the recording must be.")}
    </Alert>
  );
}

function linkProblemInWords(link: LinkProblem, i18n: I18n): string {
  switch (link.problem) {
    case "too-long":
      return i18n.t("It is too long.");
    case "not-a-link":
    case "empty":
      return i18n.t("It names no recording.");
    case "unknown-field":
      return i18n.t("It holds {field}, which is none of session, node, owner and network.", { field: foreignText(link.field) });
    case "repeated":
      return i18n.t("It names more than one {field}.", { field: link.field });
    case "invalid":
      return i18n.t("What it names as {field} is none. Perhaps it was cut when it was copied.", { field: link.field });
  }
}
