import { useLingui } from "@lingui/react";
import type { Notification } from "@lucid/contract";
import { Button, SegmentedControl, Stack, Text } from "@mantine/core";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import type { MouseEvent } from "react";
import { useApi } from "../../shared/api/api.ts";
import {
  AgedArea,
  Badge,
  Card,
  EmptyState,
  ErrorNotice,
  Moment,
  PageHeader,
  Pages,
  PastTheEnd,
  Waiting,
} from "../../shared/ui/index.ts";
import { NotificationSettingsCard } from "./notification-settings-card.tsx";
import { notificationWords } from "./notification-words.ts";
import classes from "./notifications.module.css";
import type { NotificationsAddress } from "./notifications-address.ts";

const PAGE_SIZE = 50;

/** What somebody was told, newest first, and where it goes. */
export function NotificationsPage() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const navigate = useNavigate();
  const { page = 1, unread = false } = useSearch({ from: "/inside/notifications" });
  const input = { page, limit: PAGE_SIZE, unread };
  const go = (search: NotificationsAddress): void => void navigate({ to: "/notifications", search, resetScroll: false });
  const narrowed: NotificationsAddress = unread ? { unread } : {};
  const found = useQuery(queries.notifications.list.queryOptions({ input, placeholderData: keepPreviousData }));
  const readAll = useMutation(queries.notifications.readAll.mutationOptions());
  const goTo = (to: number): void => go(to === 1 ? narrowed : { ...narrowed, page: to });

  return (
    <>
      <PageHeader title={i18n.t("Notifications")}>
        {(found.data?.unread ?? 0) > 0 && (
          <Button variant="default" loading={readAll.isPending} onClick={() => readAll.mutate(undefined)}>
            {i18n.t("Mark all as read")}
          </Button>
        )}
      </PageHeader>
      <Stack maw={860} gap="sm">
        <SegmentedControl
          aria-label={i18n.t("Which notifications")}
          value={unread ? "unread" : "all"}
          onChange={(value) => go(value === "unread" ? { unread: true } : {})}
          data={[
            { value: "all", label: i18n.t("All") },
            { value: "unread", label: i18n.t("Not read") },
          ]}
          style={{ alignSelf: "flex-start" }}
        />
        {readAll.error && <ErrorNotice error={readAll.error} title={i18n.t("They were not marked as read")} />}
        {found.error ? (
          <ErrorNotice
            error={found.error}
            title={i18n.t("The notifications could not be read")}
            onRetry={() => void found.refetch()}
          />
        ) : found.isPending ? (
          <Waiting label={i18n.t("Loading notifications")} />
        ) : found.data.notifications.length === 0 && page > 1 ? (
          <PastTheEnd onPage={goTo} />
        ) : found.data.notifications.length === 0 ? (
          <EmptyState title={unread ? i18n.t("You have read everything") : i18n.t("Nothing has happened yet")}>
            {i18n.t("Here stands what concerns you: sessions that failed, recordings that can be proven, requests, logins.")}
          </EmptyState>
        ) : (
          <AgedArea>
            <Card>
              <ul className={classes.list} aria-label={i18n.t("Notifications")}>
                {found.data.notifications.map((one) => (
                  <OneNotification key={one.notification_id} notification={one} />
                ))}
              </ul>
            </Card>
          </AgedArea>
        )}
        <Pages of={found.data?.pagination} page={page} onPage={goTo} />
        <NotificationSettingsCard />
      </Stack>
    </>
  );
}

/** Leads to what it is about, and is read then. */
function OneNotification({ notification }: { readonly notification: Notification }) {
  const { i18n } = useLingui();
  const router = useRouter();
  const read = useMutation(useApi().queries.notifications.read.mutationOptions());
  const { notification_id, link } = notification;
  const { what, next } = notificationWords(notification, i18n);

  function open(event: MouseEvent): void {
    if (!notification.read) read.mutate({ notification_id });
    // With a key held the browser opens a tab of its own.
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    router.history.push(link);
  }

  return (
    <li>
      <div className={classes.words} data-unread={!notification.read || undefined}>
        <a href={link} onClick={open}>
          {what}
        </a>
        {next !== "" && <Text>{next}</Text>}
        <Text c="dimmed" size="sm" component="div">
          <Moment at={notification.at} /> {!notification.read && <Badge tone="waiting">{i18n.t("new")}</Badge>}
        </Text>
      </div>
      {!notification.read && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          flex="none"
          loading={read.isPending}
          aria-label={i18n.t("Mark as read: {what}", { what })}
          onClick={() => read.mutate({ notification_id })}
        >
          {i18n.t("Mark as read")}
        </Button>
      )}
    </li>
  );
}
