import { useLingui } from "@lingui/react";
import { Alert, Code, Text } from "@mantine/core";
import { formatCount } from "../../shared/format/index.ts";
import { nameForShell, nameInWords } from "./name-in-words.ts";
import type { TooLongForPageError } from "./verify-in-worker.ts";

/** A file that the format allows and a page has no memory for: how long its list is, and what checks it. */
export function TooLong({ name, error }: { readonly name: string; readonly error: TooLongForPageError }) {
  const { i18n } = useLingui();
  return (
    <Alert
      variant="outline"
      color="gray"
      title={i18n.t("{name} lists more than a page can check", { name: nameInWords(name) })}
      role="alert"
    >
      <Text size="sm">
        {i18n.t("Its list of chunks takes {size} bytes; a page has memory for {most}.", {
          size: formatCount(error.size),
          most: formatCount(error.most),
        })}{" "}
        {i18n.t("Nothing is known about it yet. The command “lucid verify” takes less memory, and checks it.")}
      </Text>
      <Code block mt="xs">{`lucid verify ${nameForShell(name)}`}</Code>
    </Alert>
  );
}
