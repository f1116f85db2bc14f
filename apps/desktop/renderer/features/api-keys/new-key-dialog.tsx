import { useLingui } from "@lingui/react";
import type { KeyScope } from "@lucid/contract";
import { Checkbox, Code, Group, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import {
  CopyButton,
  Dialog,
  FormDialog,
  LeaveButton,
  Note,
  useLengthWords,
  useTyped,
  useWrongField,
} from "../../shared/ui/index.ts";
import { offeredScopes } from "./offered-scopes.ts";
import { scopeWords } from "./scope-words.ts";

export interface NewKeyDialogProps {
  /** Permissions of the account. */
  readonly held: readonly string[];
  readonly onClose: () => void;
}

const DAYS = [7, 30, 90, 365] as const;
const linesOf = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** Makes a key and shows it, once. */
export function NewKeyDialog({ held, onClose }: NewKeyDialogProps) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const cache = useQueryClient();
  const create = useMutation(
    queries.apiKeys.create.mutationOptions({
      onSettled: () => cache.invalidateQueries({ queryKey: queries.apiKeys.list.key() }),
    }),
  );
  const wrong = useWrongField(create.error);
  const [name, setName] = useTyped("name of an API key", "");
  const [scopes, setScopes] = useTyped<readonly KeyScope[]>("scopes of an API key", []);
  const [days, setDays] = useTyped<number>("days of an API key", 90);
  const [addresses, setAddresses] = useTyped("addresses of an API key", "");
  const nameLength = useLengthWords(name, 80);
  const offered = offeredScopes(held);
  const words = scopeWords(i18n);
  const spans: Record<(typeof DAYS)[number], string> = {
    7: i18n.t("a week"),
    30: i18n.t("30 days"),
    90: i18n.t("90 days"),
    365: i18n.t("a year"),
  };

  if (create.data) return <MadeKey secret={create.data.secret} name={create.data.key.name} onClose={onClose} />;

  return (
    <FormDialog
      title={i18n.t("A new key for a program")}
      size="lg"
      verb={i18n.t("Make the key")}
      failed={i18n.t("The key was not made")}
      isReady={name.trim() !== "" && nameLength.error === undefined && scopes.length > 0}
      isPending={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate({ name, scopes: [...scopes], expires_in_days: days, addresses: linesOf(addresses) })}
      onClose={onClose}
    >
      <TextInput
        label={i18n.t("What it is for")}
        placeholder={i18n.t("nightly export")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        {...nameLength}
        error={nameLength.error ?? wrong("name")}
        required
        data-autofocus
      />
      <Checkbox.Group
        label={i18n.t("What it may do")}
        description={i18n.t("As long as you may do it yourself.")}
        value={[...scopes]}
        onChange={(chosen) => setScopes(offered.filter((scope) => chosen.includes(scope)))}
        error={wrong("scopes")}
        required
      >
        <Stack gap={6} mt="xs">
          {offered.map((scope) => (
            <Checkbox key={scope} value={scope} label={words[scope]} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Select
        label={i18n.t("Valid for")}
        data={DAYS.map((count) => ({ value: String(count), label: spans[count] }))}
        value={String(days)}
        onChange={(value) => setDays(DAYS.find((count) => String(count) === value) ?? days)}
        allowDeselect={false}
        maw={320}
      />
      <Textarea
        label={i18n.t("Only from these addresses")}
        description={i18n.t("One in a line, or a range such as 10.0.0.0/8. From everywhere when it is empty.")}
        value={addresses}
        onChange={(event) => setAddresses(event.currentTarget.value)}
        error={wrong("addresses")}
        rows={2}
        spellCheck={false}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      />
    </FormDialog>
  );
}

interface MadeKeyProps {
  readonly name: string;
  readonly secret: string;
  readonly onClose: () => void;
}

function MadeKey({ name, secret, onClose }: MadeKeyProps) {
  const { i18n } = useLingui();
  return (
    <Dialog onClose={onClose} title={i18n.t("The key “{name}”", { name })} size="lg" isShownOnce>
      <Stack>
        <Note title={i18n.t("Copy it now: it is shown this once")}>
          {i18n.t(
            "The node keeps only its fingerprint. Whoever has the key can do what it may do, so it belongs into a file that only its program reads.",
          )}
        </Note>
        <Group wrap="nowrap" gap="xs">
          <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap", flex: 1 }} data-secret>
            {secret}
          </Code>
          <CopyButton value={secret} label={i18n.t("key")} />
        </Group>
        <Text c="dimmed">{i18n.t("A program sends it with each call, as the header:")}</Text>
        <Code block>{"Authorization: Bearer lucid_…"}</Code>
        <Group justify="flex-end">
          <LeaveButton isMain>{i18n.t("I have it")}</LeaveButton>
        </Group>
      </Stack>
    </Dialog>
  );
}
