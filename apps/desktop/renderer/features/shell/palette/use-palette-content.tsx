import { useLingui } from "@lingui/react";
import { isOpen, type SearchHit, type SearchKind, type Session } from "@lucid/contract";
import { useMantineColorScheme } from "@mantine/core";
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
import type { UseQueryResult } from "@tanstack/react-query";
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
import type { PaletteGroup, PaletteLine } from "./palette-lines.ts";
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

type Asked = "answered" | "waiting" | "failed";

export interface PaletteContent {
  readonly groups: readonly PaletteGroup[];
  /** What the node finds is still on its way, or could not be asked for: that nothing fits is not known. */
  readonly asked: Asked;
}

/** Everything that can be done from here: on this page, anywhere, and with what the typed text finds. */
export function usePaletteContent(text: string, ask: (question: PaletteQuestion) => void): PaletteContent {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const viewer = useViewer();
  const sessions = useSessionLines(text);
  const everywhere = useEverywhere(text);
  const groups = [
    { group: i18n.t("Found"), lines: useLanding(text) },
    { group: i18n.t("On this page"), lines: useOnThisPage(ask) },
    { group: i18n.t("Do"), lines: useAnywhere(ask) },
    {
      group: i18n.t("Go to"),
      lines: allAreas(viewer, i18n).map(({ to, label, key }) => ({
        id: to,
        label,
        description: `G ${key.toUpperCase()}`,
        leftSection: icon(IconArrowRight),
        run: () => void navigate({ to }),
      })),
    },
    { group: i18n.t("Sessions"), lines: sessions.lines },
    ...everywhere.groups,
    { group: i18n.t("Look"), lines: useLooks() },
  ];
  const states = [sessions.asked, everywhere.asked];
  return {
    groups: groups.filter((group) => group.lines.length > 0),
    asked: states.find((state) => state === "waiting") ?? states.find((state) => state === "failed") ?? "answered",
  };
}

const icon = (Icon: ComponentType<{ size: number }>) => <Icon size={SIZE} />;

/** A pasted hash, id or height lands on its object. */
function useLanding(text: string): readonly PaletteLine[] {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const query = readChainQuery(text);
  const elsewhere = useFoundElsewhere(text);
  const open = useHitOpener();
  const found = (label: string, run: () => void): readonly PaletteLine[] => [
    { id: "landing", label, keywords: [text], leftSection: icon(IconArrowRight), run },
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
function useOnThisPage(ask: (question: PaletteQuestion) => void): readonly PaletteLine[] {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const own = useStore(pageActions, (state) => state.actions);
  const session = usePageSession();
  const isLivePage = useLocation({ select: ({ pathname }) => pathname.endsWith("/live") });
  const offered = own.map(({ id, label, run }) => ({ id, label, leftSection: icon(IconPointer), run: run }));
  if (!session) return offered;
  const params = { id: session.session_id };
  const running = isOpen(session);
  const height = session.anchor.block_height;
  const of = (isThere: boolean, action: PaletteLine): readonly PaletteLine[] => (isThere ? [action] : []);
  return [
    ...of(running && !isLivePage, {
      id: "desktop",
      label: i18n.t("Open the desktop"),
      leftSection: icon(IconScreenShare),
      run: () => void navigate({ to: "/sessions/$id/live", params }),
    }),
    ...of(session.state === "recording", {
      id: "pause",
      label: i18n.t("Pause"),
      leftSection: icon(IconPlayerPause),
      run: () => ask({ what: "pause", session }),
    }),
    ...of(running, {
      id: "end",
      label: i18n.t("End and seal"),
      leftSection: icon(IconPlayerStop),
      run: () => ask({ what: "stop", session }),
    }),
    ...offered,
    ...of(height !== null, {
      id: "block",
      label: i18n.t("Go to block {height}", { height: formatCount(height ?? 0) }),
      leftSection: icon(IconArrowRight),
      run: () => void navigate({ to: "/chain", search: { find: String(height) } }),
    }),
    // A page that came over http from another computer has no clipboard.
    ...of("clipboard" in navigator, {
      id: "copy-id",
      label: i18n.t("Copy the session's id"),
      leftSection: icon(IconCopy),
      run: () => void navigator.clipboard.writeText(session.session_id),
    }),
    ...of(!running && session.state !== "deleted" && !session.legal_hold, {
      id: "delete",
      label: i18n.t("Delete"),
      leftSection: icon(IconTrash),
      run: () => ask({ what: "delete", session }),
    }),
  ];
}

function useAnywhere(ask: (question: PaletteQuestion) => void): readonly PaletteLine[] {
  const { i18n } = useLingui();
  const api = useApi();
  const navigate = useNavigate();
  return [
    {
      id: "new",
      label: i18n.t("New session"),
      description: "C",
      leftSection: icon(IconPlus),
      run: () => void navigate({ to: "/sessions/new" }),
    },
    {
      id: "verify",
      label: i18n.t("Verify a file"),
      leftSection: icon(IconShieldCheck),
      run: () => void navigate({ to: "/proofs" }),
    },
    { id: "lock", label: i18n.t("Lock the wallet"), leftSection: icon(IconLock), run: lockVault },
    { id: "logout", label: i18n.t("Log out"), leftSection: icon(IconLogout), run: () => void logOut(api) },
    {
      id: "keys",
      label: i18n.t("Keys"),
      description: "?",
      leftSection: icon(IconKeyboard),
      run: () => ask({ what: "keys" }),
    },
  ];
}

/** How far the node is with these words. */
function askedOf({
  isPlaceholderData,
  isError,
  isLoading,
}: Pick<UseQueryResult, "isPlaceholderData" | "isError" | "isLoading">): Asked {
  return isPlaceholderData || isLoading ? "waiting" : isError ? "failed" : "answered";
}

/** Sessions that the node found by the words: whatever it found is shown. */
function useSessionLines(text: string): { readonly lines: readonly PaletteLine[]; readonly asked: Asked } {
  const inWords = useStateInWords();
  const navigate = useNavigate();
  const { sessions, found } = useFoundSessions(text);
  const lines = sessions.map((session) => ({
    id: session.session_id,
    label: session.name,
    description: inWords(session).label,
    keywords: found.isPlaceholderData ? [session.session_id] : [session.session_id, text],
    leftSection: icon(IconPlayerRecord),
    run: () =>
      void navigate({
        to: isOpen(session) || session.state === "created" ? "/sessions/$id/live" : "/sessions/$id",
        params: { id: session.session_id },
      }),
  }));
  return { lines, asked: askedOf(found) };
}

/** What else the node found by the words, and the way to all of it. Sessions and the chain have groups of their own. */
function useEverywhere(text: string): PaletteContent {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const open = useHitOpener();
  const search = useSearch(text, SHOWN);
  const { groups, isOfTheseWords } = search;
  const asked = askedOf(search);
  const words = text.trim();
  if (!groups.some(({ hits }) => hits.length > 0)) return { groups: [], asked };
  const names = groupNames(i18n);
  const found = groups.flatMap(({ kind, hits }) =>
    kind === "sessions" || kind === "chain"
      ? []
      : [
          {
            group: names[kind],
            lines: hits.map((hit) => ({
              id: `${kind}-${hit.id}`,
              label: titleOf(kind, hit, i18n),
              description: detailOf(kind, hit, i18n),
              keywords: isOfTheseWords ? [hit.id, text] : [hit.id],
              leftSection: icon(IconArrowRight),
              run: () => open(kind, hit, words),
            })),
          },
        ],
  );
  const all = {
    id: "search",
    label: i18n.t("Search everything for {words}", { words }),
    keywords: [text],
    leftSection: icon(IconSearch),
    run: () => void navigate({ to: "/search", search: { q: words } }),
  };
  return { groups: [...found, { group: i18n.t("Search"), lines: [all] }], asked };
}

function useLooks(): readonly PaletteLine[] {
  const { i18n } = useLingui();
  const { setColorScheme } = useMantineColorScheme();
  return [
    { id: "light", label: i18n.t("Light theme"), leftSection: icon(IconSun), run: () => setColorScheme("light") },
    { id: "dark", label: i18n.t("Dark theme"), leftSection: icon(IconMoon), run: () => setColorScheme("dark") },
    { id: "auto", label: i18n.t("Theme of the system"), leftSection: icon(IconSunMoon), run: () => setColorScheme("auto") },
  ];
}
