import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import { Button, Group, Loader, Text, VisuallyHidden } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { formatCount } from "../format/index.ts";
import { ErrorNotice } from "./error-notice.tsx";
import { useBeginning } from "./use-beginning.ts";

/** What is asked of a list that grows from its newest record on: a part of what `useInfiniteQuery` returns. */
export interface GrowingList {
  readonly data: { readonly pages: readonly unknown[] } | undefined;
  readonly error: Error | null;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly isFetchNextPageError: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
}

export interface OlderOnesProps {
  readonly list: GrowingList;
  /** How many records are shown by now. */
  readonly shown: number;
}

/** Why there is nothing to show, or nothing new. That older ones did not come is said where they were asked for. */
export const whyNotShown = (list: GrowingList): Error | null => (list.isFetchNextPageError ? null : list.error);

/**
 * How many of a list are shown, whether there are older ones, and the way to them. What was added is told to those who
 * do not see it, and the focus stays, also where there is nothing more to ask for. A list of one page needs none of it.
 */
export function OlderOnes({ list, shown }: OlderOnesProps) {
  const { i18n } = useLingui();
  const count = useRef<HTMLParagraphElement>(null);
  const [asked, setAsked] = useState<{ readonly pages: number; readonly shown: number }>();
  const [added, setAdded] = useState<number>();
  const isAsking = list.isFetchingNextPage;
  const hadFocus = useRef(false);
  const pages = list.data?.pages.length ?? 0;
  if (asked !== undefined && pages > asked.pages) {
    setAdded(shown - asked.shown);
    setAsked(undefined);
  }
  useEffect(() => {
    if (!hadFocus.current || list.hasNextPage) return;
    hadFocus.current = false;
    count.current?.focus();
  }, [list.hasNextPage]);
  if (!list.hasNextPage && added === undefined) return null;

  function ask(): void {
    if (isAsking) return;
    setAdded(undefined);
    setAsked({ pages, shown });
    void list.fetchNextPage();
  }
  return (
    <>
      {list.isFetchNextPageError && !isAsking && (
        <ErrorNotice error={list.error} title={i18n.t("The older ones could not be read")} />
      )}
      <Group gap="md">
        {list.hasNextPage && (
          <Button
            variant="default"
            size="compact-sm"
            // Not `disabled` while it waits: it would lose the focus.
            aria-disabled={isAsking || undefined}
            onClick={ask}
            onFocus={() => {
              hadFocus.current = true;
            }}
            onBlur={() => {
              hadFocus.current = false;
            }}
            rightSection={isAsking ? <Loader size={12} /> : undefined}
          >
            {i18n.t("Older ones")}
          </Button>
        )}
        <Text ref={count} tabIndex={-1} c="dimmed" size="sm">
          {shownOf(i18n, shown, list.hasNextPage)}
        </Text>
        <VisuallyHidden role="status">
          {added !== undefined &&
            (list.hasNextPage
              ? i18n.t("{added, plural, one {# older one was added.} other {# older ones were added.}}", { added })
              : i18n.t(
                  "{added, plural, one {# older one was added, the last there is.} other {# older ones were added, the last there are.}}",
                  { added },
                ))}
        </VisuallyHidden>
      </Group>
    </>
  );
}

export interface OnePartProps {
  /** How many records this part has; nothing before it was read. */
  readonly shown: number | undefined;
  /** Whether it is the part with the newest ones. */
  readonly isNewest: boolean;
  /** Where the part with older ones begins; null where there is none. */
  readonly next: number | null;
  /** Goes to the part from `before` on, and without it to the newest one. */
  readonly onGo: (before?: number) => void;
}

/** The ways from one part of a list that has no pages, and what the part is. A list of one part needs none of it. */
export function NewestAndOlder({ shown, isNewest, next, onGo }: OnePartProps) {
  const { i18n } = useLingui();
  const { below, showBeginning } = useBeginning();
  if (isNewest && next === null) return null;
  const go = (before?: number): void => {
    showBeginning();
    onGo(before);
  };
  return (
    <Group ref={below} justify="flex-end" mt="md" gap="md">
      {shown !== undefined && (
        <Text c="dimmed" size="sm" role="status">
          {shownOf(i18n, shown, next !== null)}
        </Text>
      )}
      {!isNewest && (
        <Button variant="default" onClick={() => go()}>
          {i18n.t("Newest ones")}
        </Button>
      )}
      {next !== null && (
        <Button variant="default" onClick={() => go(next)}>
          {i18n.t("Older ones")}
        </Button>
      )}
    </Group>
  );
}

function shownOf(i18n: I18n, shown: number, hasOlder: boolean): string {
  const count = formatCount(shown);
  return hasOlder
    ? i18n.t("{count} shown, there are older ones", { count })
    : i18n.t("{count} shown, there are no older ones", { count });
}
