import { useLingui } from "@lingui/react";
import { isOpen, type SearchHit, type SearchKind, type Session } from "@lucid/contract";
import { useMantineColorScheme } from "@mantine/core";
import type { SpotlightActionData, SpotlightActionGroupData } from "@mantine/spotlight";
import {
  IconArrowRight,
  IconCopy,
  IconKeyboard,
  IconLock,
  IconLogout,
  IconMoon,
  IconPlayerPause,
  IconPlayerRecord,
  IconPlayerStop,
  IconPlus,
  IconPointer,
  IconScreenShare,
  IconSearch,
  IconShieldCheck,
  IconSun,
  IconSunMoon,
  IconTrash,
} from "@tabler/icons-react";
import { useLocation, useNavigate } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { useStore } from "zustand";
import { useApi } from "../../../shared/api/api.ts";
import { formatCount, shorten } from "../../../shared/format/index.ts";
import { pageActions, useStateInWords } from "../../../shared/ui/index.ts";
import { readChainQuery } from "../../chain/index.ts";
import { detailOf, groupNames, titleOf, useHitOpener, useSearch } from "../../search/index.ts";
import { lockVault, logOut } from "../../wallet/index.ts";
import { allAreas } from "../areas.ts";
import { useViewer } from "../use-viewer.ts";
import { useFoundSessions } from "./use-found.ts";
import { usePageSession } from "./use-page-session.ts";

const SIZE = 18;
/** Hits of each kind that the palette shows; the page has more. */
const SHOWN = 5;

/** What the palette asks before it does it. */
export interface PaletteQuestion {
  readonly what: "stop" | "pause" | "delete" | "keys";
  readonly session?: Session;
}

/** Everything that can be done from here: on this page, anywhere, and with what the typed text finds. */
export function usePaletteGroups(text: string, ask: (question: PaletteQuestion) => void): SpotlightActionGroupData[] {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const viewer = useViewer();
  const groups = [
    { group: i18n.t("Found"), actions: useLanding(text) },
    { group: i18n.t("On this page"), actions: useOnThisPage(ask) },
    { group: i18n.t("Do"), actions: useAnywhere(ask) },
    {
      group: i18n.t("Go to"),
      actions: allAreas(viewer, i18n).map(({ to, label, key }) => ({
        id: to,
        label,
        description: `G ${key.toUpperCase()}`,
        leftSection: icon(IconArrowRight),
        onClick: () => void navigate({ to }),
      })),
    },
    { group: i18n.t("Sessions"), actions: useSessionActions(text) },
    ...useEverywhere(text),
    { group: i18n.t("Look"), actions: useLooks() },
  ];
  return groups.filter((group) => group.actions.length > 0);
}

const icon = (Icon: ComponentType<{ size: number }>) => <Icon size={SIZE} />;

/** A pasted hash, id or height lands on its object. */
function useLanding(text: string): SpotlightActionData[] {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const query = readChainQuery(text);
  const elsewhere = useFoundElsewhere(text);
  const open = useHitOpener();
  const found = (label: string, onClick: () => void): SpotlightActionData[] => [
    { id: "landing", label, keywords: text, leftSection: icon(IconArrowRight), onClick },
  ];
  switch (query.kind) {
    case "nothing":
      return [];
    case "session":
      return found(i18n.t("Open the session {id}", { id: shorten(query.id, 8) }), () => {
        void navigate({ to: "/sessions/$id", params: { id: query.id } });
      });
    case "height":
      return found(i18n.t("Go to block {height}", { height: formatCount(query.height) }), () => {
        void navigate({ to: "/chain", search: { find: String(query.height) } });
      });
    case "hash":
      if (elsewhere) return found(elsewhere.hit.title, () => open(elsewhere.kind, elsewhere.hit, query.hash));
      return found(i18n.t("Find {hash} on the chain", { hash: shorten(query.hash, 8) }), () => {
        void navigate({ to: "/chain", search: { find: query.hash } });
      });
  }
}

/** What was typed and is not on the chain, but known to the node: a hash of a chunk, of a manifest, of an entry of the audit log. */
function useFoundElsewhere(text: string): { readonly kind: SearchKind; readonly hit: SearchHit } | undefined {
  const { groups, isOfTheseWords } = useSearch(text, SHOWN);
  if (!isOfTheseWords || groups.some(({ kind, hits }) => kind === "chain" && hits.length > 0)) return undefined;
  return groups.flatMap(({ kind, hits }) => hits.map((hit) => ({ kind, hit })))[0];
}

/** What the page does itself, and what can be done to the session that it is about. */
function useOnThisPage(ask: (question: PaletteQuestion) => void): SpotlightActionData[] {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const own = useStore(pageActions, (state) => state.actions);
  const session = usePageSession();
  const isLivePage = useLocation({ select: ({ pathname }) => pathname.endsWith("/live") });
  const offered = own.map(({ id, label, run }) => ({ id, label, leftSection: icon(IconPointer), onClick: run }));
  if (!session) return offered;
  const params = { id: session.session_id };
  const running = isOpen(session);
  const height = session.anchor.block_height;
  const of = (isThere: boolean, action: SpotlightActionData): SpotlightActionData[] => (isThere ? [action] : []);
  return [
    ...of(running && !isLivePage, {
      id: "desktop",
      label: i18n.t("Open the desktop"),
      leftSection: icon(IconScreenShare),
      onClick: () => void navigate({ to: "/sessions/$id/live", params }),
    }),
    ...of(session.state === "recording", {
      id: "pause",
      label: i18n.t("Pause"),
      leftSection: icon(IconPlayerPause),
      onClick: () => ask({ what: "pause", session }),
    }),
    ...of(running, {
      id: "end",
      label: i18n.t("End and seal"),
      leftSection: icon(IconPlayerStop),
      onClick: () => ask({ what: "stop", session }),
    }),
    ...offered,
    ...of(height !== null, {
      id: "block",
      label: i18n.t("Go to block {height}", { height: formatCount(height ?? 0) }),
      leftSection: icon(IconArrowRight),
      onClick: () => void navigate({ to: "/chain", search: { find: String(height) } }),
    }),
    {
      id: "copy-id",
      label: i18n.t("Copy the session's id"),
      leftSection: icon(IconCopy),
      onClick: () => void navigator.clipboard.writeText(session.session_id),
    },
    ...of(!running && session.state !== "deleted" && !session.legal_hold, {
      id: "delete",
      label: i18n.t("Delete"),
      leftSection: icon(IconTrash),
      onClick: () => ask({ what: "delete", session }),
    }),
  ];
}

function useAnywhere(ask: (question: PaletteQuestion) => void): SpotlightActionData[] {
  const { i18n } = useLingui();
  const api = useApi();
  const navigate = useNavigate();
  return [
    {
      id: "new",
      label: i18n.t("New session"),
      description: "C",
      leftSection: icon(IconPlus),
      onClick: () => void navigate({ to: "/sessions/new" }),
    },
    {
      id: "verify",
      label: i18n.t("Verify a file"),
      leftSection: icon(IconShieldCheck),
      onClick: () => void navigate({ to: "/proofs" }),
    },
    { id: "lock", label: i18n.t("Lock the wallet"), leftSection: icon(IconLock), onClick: lockVault },
    { id: "logout", label: i18n.t("Log out"), leftSection: icon(IconLogout), onClick: () => void logOut(api) },
    {
      id: "keys",
      label: i18n.t("Keys"),
      description: "?",
      leftSection: icon(IconKeyboard),
      onClick: () => ask({ what: "keys" }),
    },
  ];
}

/** Sessions that the node found by the words: whatever it found is shown. */
function useSessionActions(text: string): SpotlightActionData[] {
  const inWords = useStateInWords();
  const navigate = useNavigate();
  const { sessions, isOfTheseWords } = useFoundSessions(text);
  return sessions.map((session) => ({
    id: session.session_id,
    label: session.name,
    description: inWords(session).label,
    keywords: isOfTheseWords ? [session.session_id, text] : session.session_id,
    leftSection: icon(IconPlayerRecord),
    onClick: () =>
      void navigate({
        to: isOpen(session) || session.state === "created" ? "/sessions/$id/live" : "/sessions/$id",
        params: { id: session.session_id },
      }),
  }));
}

/** What else the node found by the words, and the way to all of it. Sessions and the chain have groups of their own. */
function useEverywhere(text: string): SpotlightActionGroupData[] {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const open = useHitOpener();
  const { groups, isOfTheseWords } = useSearch(text, SHOWN);
  const words = text.trim();
  if (!groups.some(({ hits }) => hits.length > 0)) return [];
  const names = groupNames(i18n);
  const found = groups.flatMap(({ kind, hits }) =>
    kind === "sessions" || kind === "chain"
      ? []
      : [
          {
            group: names[kind],
            actions: hits.map((hit) => ({
              id: `${kind}-${hit.id}`,
              label: titleOf(kind, hit, i18n),
              description: detailOf(kind, hit, i18n),
              keywords: isOfTheseWords ? [hit.id, text] : hit.id,
              leftSection: icon(IconArrowRight),
              onClick: () => open(kind, hit, words),
            })),
          },
        ],
  );
  const all = {
    id: "search",
    label: i18n.t("Search everything for {words}", { words }),
    keywords: text,
    leftSection: icon(IconSearch),
    onClick: () => void navigate({ to: "/search", search: { q: words } }),
  };
  return [...found, { group: i18n.t("Search"), actions: [all] }];
}

function useLooks(): SpotlightActionData[] {
  const { i18n } = useLingui();
  const { setColorScheme } = useMantineColorScheme();
  return [
    { id: "light", label: i18n.t("Light theme"), leftSection: icon(IconSun), onClick: () => setColorScheme("light") },
    { id: "dark", label: i18n.t("Dark theme"), leftSection: icon(IconMoon), onClick: () => setColorScheme("dark") },
    { id: "auto", label: i18n.t("Theme of the system"), leftSection: icon(IconSunMoon), onClick: () => setColorScheme("auto") },
  ];
}
