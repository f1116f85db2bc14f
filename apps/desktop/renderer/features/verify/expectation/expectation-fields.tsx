import { useLingui } from "@lingui/react";
import { type PinKind, pinKinds } from "@lucid/proof";
import { Checkbox, Stack, Text, TextInput } from "@mantine/core";
import { Fold } from "../fold.tsx";
import type { Expecting } from "./use-expectation.ts";

/** Where a reader says what a recording must be, before or after the file is there. */
export function ExpectationFields({ expecting }: { readonly expecting: Expecting }) {
  const { i18n } = useLingui();
  const { texts, wrong, isFromLink } = expecting;
  const labels: Record<PinKind, string> = {
    session: i18n.t("Session"),
    node: i18n.t("Recording node"),
    owner: i18n.t("Owner"),
    network: i18n.t("Network"),
  };
  const errors: Record<PinKind, string> = {
    session: i18n.t("This is no session: an id has 36 letters, digits and hyphens."),
    node: i18n.t("This is no node: give its key of 64 hex digits, or your name for it."),
    owner: i18n.t("This is no address, or there is a slip in it. Give a TRON address, or your name for it."),
    network: i18n.t("This is no network: give its hash of 64 hex digits, or your name for it."),
  };
  return (
    <Fold title={i18n.t("What the recording must be")} open={isFromLink}>
      <form
        data-expectation
        onSubmit={(event) => {
          event.preventDefault();
          expecting.settle();
        }}
      >
        <Stack gap="xs">
          <Text c="dimmed" size="sm">
            {isFromLink
              ? i18n.t("From the link that you opened. Every other recording is refused.")
              : i18n.t("Every other recording is refused. An empty line expects nothing.")}
          </Text>
          {pinKinds.map((kind) => (
            <TextInput
              key={kind}
              size="xs"
              label={labels[kind]}
              value={texts[kind]}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => expecting.type(kind, event.currentTarget.value)}
              onBlur={expecting.settle}
              error={wrong.includes(kind) && errors[kind]}
            />
          ))}
          {isFromLink && (
            <Checkbox
              size="xs"
              checked={!expecting.isOnlyLinked}
              onChange={(event) => expecting.vouch(event.currentTarget.checked)}
              label={i18n.t("I know whom this link is from")}
              description={i18n.t("Whoever made the file could have made the link as well: only then does it identify anybody.")}
            />
          )}
          {/* Enter settles a form of several lines only where it has a button. */}
          <button type="submit" hidden aria-hidden tabIndex={-1} />
        </Stack>
      </form>
    </Fold>
  );
}
