import { useLingui } from "@lingui/react";
import { useMantineColorScheme } from "@mantine/core";
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from "@mantine/spotlight";
import {
  IconArrowRight,
  IconLock,
  IconLogout,
  IconMoon,
  IconPlayerRecord,
  IconPlus,
  IconSearch,
  IconSun,
  IconSunMoon,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useApi } from "../../shared/api/api.ts";
import { describeState } from "../../shared/ui/index.ts";
import { lockVault, logOut } from "../wallet/index.ts";

const SIZE = 18;

/** Ctrl/Cmd-K: every page, the newest sessions and the few things that can be done from anywhere. */
export function CommandPalette() {
  const { i18n } = useLingui();
  const api = useApi();
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const sessions = useQuery(api.queries.sessions.list.queryOptions({ input: { limit: 50 } })).data?.sessions ?? [];

  const go = (to: "/sessions" | "/proofs" | "/node" | "/chain" | "/settings", label: string): SpotlightActionData => ({
    id: to,
    label,
    leftSection: <IconArrowRight size={SIZE} />,
    onClick: () => void navigate({ to }),
  });

  const groups: SpotlightActionGroupData[] = [
    {
      group: i18n.t("Do"),
      actions: [
        {
          id: "new",
          label: i18n.t("New session"),
          leftSection: <IconPlus size={SIZE} />,
          onClick: () => void navigate({ to: "/sessions/new" }),
        },
        { id: "lock", label: i18n.t("Lock the wallet"), leftSection: <IconLock size={SIZE} />, onClick: lockVault },
        { id: "logout", label: i18n.t("Log out"), leftSection: <IconLogout size={SIZE} />, onClick: () => void logOut(api) },
      ],
    },
    {
      group: i18n.t("Go to"),
      actions: [
        go("/sessions", i18n.t("Sessions")),
        go("/proofs", i18n.t("Proofs: verify a file")),
        go("/node", i18n.t("Node")),
        go("/chain", i18n.t("Chain")),
        go("/settings", i18n.t("Settings")),
      ],
    },
    {
      group: i18n.t("Sessions"),
      actions: sessions.map((session) => ({
        id: session.session_id,
        label: session.name,
        description: describeState(session, i18n).label,
        keywords: session.session_id,
        leftSection: <IconPlayerRecord size={SIZE} />,
        onClick: () => void navigate({ to: "/sessions/$id", params: { id: session.session_id } }),
      })),
    },
    {
      group: i18n.t("Look"),
      actions: [
        {
          id: "light",
          label: i18n.t("Light theme"),
          leftSection: <IconSun size={SIZE} />,
          onClick: () => setColorScheme("light"),
        },
        { id: "dark", label: i18n.t("Dark theme"), leftSection: <IconMoon size={SIZE} />, onClick: () => setColorScheme("dark") },
        {
          id: "auto",
          label: i18n.t("Theme of the system"),
          leftSection: <IconSunMoon size={SIZE} />,
          onClick: () => setColorScheme("auto"),
        },
      ],
    },
  ];

  return (
    <Spotlight
      actions={groups.filter((group) => group.actions.length > 0)}
      shortcut="mod + K"
      tagsToIgnore={[]}
      nothingFound={i18n.t("Nothing fits")}
      highlightQuery
      attributes={{ content: { "aria-label": i18n.t("Command palette") } }}
      overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
      scrollable
      maxHeight={420}
      limit={12}
      transitionProps={{ duration: 100 }}
      searchProps={{
        leftSection: <IconSearch size={SIZE} />,
        placeholder: i18n.t("What would you like to do?"),
        "aria-label": i18n.t("Search commands and sessions"),
      }}
    />
  );
}
