import { useLingui } from "@lingui/react";
import { Button, Group, Text } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconLink } from "@tabler/icons-react";

/** The link that goes with a file: it says what the recording must be, and the page behind it needs no account. */
export function SendLink({ link }: { readonly link: string }) {
  const { i18n } = useLingui();
  const clipboard = useClipboard();
  return (
    <Group align="flex-start">
      <Text size="sm" c="dimmed" flex="1 1 240px">
        {i18n.t(
          "Send this link with the file, best on another way: it opens a page that refuses every other recording. It holds no secret.",
        )}
        {clipboard.error !== null && !clipboard.copied && (
          <span role="alert">
            {" "}
            {i18n.t("The browser did not let this page copy.")} <code style={{ overflowWrap: "anywhere" }}>{link}</code>
          </span>
        )}
      </Text>
      <Button
        variant="default"
        flex="none"
        leftSection={clipboard.copied ? <IconCheck size={16} /> : <IconLink size={16} />}
        onClick={() => clipboard.copy(link)}
      >
        {clipboard.copied ? i18n.t("Link copied") : i18n.t("Copy the link")}
      </Button>
    </Group>
  );
}
