import { useLingui } from "@lingui/react";
import { Progress as Bar, Button, Group, List, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { toFailure } from "../../api/failure.ts";
import { wordsOfFailure } from "../../text/errors/error-words.ts";
import { Dialog } from "../dialog.tsx";
import { LeaveButton } from "../leave-button.tsx";
import type { Progress, Refused } from "./use-several.ts";

export interface SeveralDialogProps<Item> {
  readonly title: string;
  /** What will happen. */
  readonly consequence: string;
  /** On the button that does it. */
  readonly verb: string;
  readonly isDangerous: boolean;
  readonly isReady: boolean;
  /** To what it happens. */
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly nameOf: (item: Item) => string;
  readonly progress: Progress<Item>;
  readonly onRun: () => void;
  readonly onStop: () => void;
  /** `tried`: something was begun. */
  readonly onClose: (tried: boolean) => void;
  /** What has to be said or chosen before. */
  readonly children?: ReactNode;
}

/** Names what will happen and to what, asks once, and shows how far it is and what was refused. */
export function SeveralDialog<Item>(props: SeveralDialogProps<Item>) {
  const { i18n } = useLingui();
  const { title, items, keyOf, nameOf, progress, onClose } = props;
  const { step, tried, refused } = progress;
  return (
    <Dialog title={title} onClose={() => onClose(step !== "asking")} isUnsaved={step === "asking" ? undefined : false}>
      <Stack>
        <Text>{props.consequence}</Text>
        <List c="dimmed" mah={160} style={{ overflowY: "auto", overflowWrap: "anywhere" }} tabIndex={0}>
          {items.map((item) => (
            <List.Item key={keyOf(item)}>{nameOf(item)}</List.Item>
          ))}
        </List>
        {step === "asking" ? (
          props.children
        ) : (
          <div role="status">
            <Bar value={(tried / items.length) * 100} aria-label={title} />
            <Text c="dimmed" mt={4}>
              {i18n.t("{tried} of {total}", { tried, total: items.length })}
            </Text>
          </div>
        )}
        {refused.length > 0 && <RefusedList refused={refused} keyOf={keyOf} nameOf={nameOf} />}
        <Group justify="flex-end">
          {step === "asking" && (
            <>
              <LeaveButton />
              <Button color={props.isDangerous ? "recording" : "ink"} disabled={!props.isReady} onClick={props.onRun}>
                {props.verb}
              </Button>
            </>
          )}
          {step === "running" && (
            <Button variant="default" onClick={props.onStop}>
              {i18n.t("Stop here")}
            </Button>
          )}
          {step === "done" && <LeaveButton>{i18n.t("Close")}</LeaveButton>}
        </Group>
      </Stack>
    </Dialog>
  );
}

interface RefusedListProps<Item> extends Pick<SeveralDialogProps<Item>, "keyOf" | "nameOf"> {
  readonly refused: readonly Refused<Item>[];
}

function RefusedList<Item>({ refused, keyOf, nameOf }: RefusedListProps<Item>) {
  const { i18n } = useLingui();
  return (
    <div role="alert">
      <Text fw={560}>{i18n.t("{count, plural, one {# was refused} other {# were refused}}", { count: refused.length })}</Text>
      <List style={{ overflowWrap: "anywhere" }}>
        {refused.map(({ item, error }) => {
          const failure = toFailure(error);
          return (
            <List.Item key={keyOf(item)}>
              {nameOf(item)}: {wordsOfFailure(failure, i18n).what} ({failure.code})
            </List.Item>
          );
        })}
      </List>
    </div>
  );
}
