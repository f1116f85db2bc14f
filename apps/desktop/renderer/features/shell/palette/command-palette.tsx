import { useLingui } from "@lingui/react";
import { useDebouncedValue } from "@mantine/hooks";
import { createSpotlight, Spotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { Suspense, useEffect, useRef, useState } from "react";
import { PauseDialog } from "../../live/index.ts";
import { DeleteDialog, StopDialog } from "../../sessions/index.ts";
import { KeysDialog } from "../keys-dialog.tsx";
import { type PaletteQuestion, usePaletteGroups } from "./use-palette-groups.tsx";

const [store, palette] = createSpotlight();

/**
 * Selects the first line where none is. The palette marks the line in the document when something is typed: where that line goes, or
 * comes, with what the node finds, it marks none.
 */
function selectFirst(): void {
  const { listId } = store.getState();
  const list = listId === "" ? null : document.getElementById(listId);
  const lines = [...(list?.querySelectorAll("[data-action]") ?? [])];
  const [first] = lines;
  if (!first) return;
  const at = lines.findIndex((line) => line.hasAttribute("data-selected"));
  if (at < 0) first.setAttribute("data-selected", "true");
  store.updateState((state) => ({ ...state, selected: Math.max(at, 0) }));
}

export interface CommandPaletteProps {
  /** How often it was asked for: each time opens it. */
  readonly asked: number;
  readonly question: PaletteQuestion | undefined;
  readonly onAsk: (question: PaletteQuestion | undefined) => void;
}

/** Ctrl/Cmd-K: what can be done here and anywhere, every page, and every session of the node. */
export function CommandPalette({ asked, question, onAsk }: CommandPaletteProps) {
  const { i18n } = useLingui();
  const [text, setText] = useState("");
  const [words] = useDebouncedValue(text, 150);
  const before = useRef<Element>(null);
  const chosen = useRef(false);
  const groups = usePaletteGroups(words, onAsk);
  const close = (): void => onAsk(undefined);
  useEffect(() => {
    if (asked > 0) palette.open();
  }, [asked]);
  // After each change of what is listed, of which only a look at the document tells.
  useEffect(() => {
    if (text !== "") selectFirst();
  });

  return (
    <>
      <Spotlight
        store={store}
        actions={groups.map(({ group, actions }) => ({
          group,
          actions: actions.map((action) => ({
            ...action,
            onClick: (event) => {
              chosen.current = true;
              // The page that comes may be there before the palette is gone, and it takes the focus from no field that is in use.
              if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
              action.onClick?.(event);
            },
          })),
        }))}
        clearQueryOnClose={false}
        query={text}
        onQueryChange={setText}
        shortcut={null}
        nothingFound={i18n.t("Nothing fits")}
        highlightQuery
        returnFocus={false}
        onSpotlightOpen={() => {
          setText("");
          before.current = document.activeElement;
          chosen.current = false;
        }}
        onSpotlightClose={() => {
          // Also here: what is typed right after it was asked for again comes before it says that it is open.
          setText("");
          // What was chosen leads the focus on by itself.
          if (!chosen.current && before.current instanceof HTMLElement) before.current.focus();
        }}
        attributes={{ content: { "aria-label": i18n.t("Command palette") } }}
        overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
        scrollable
        maxHeight={420}
        limit={40}
        transitionProps={{ duration: 100 }}
        searchProps={{
          leftSection: <IconSearch size={18} />,
          placeholder: i18n.t("What would you like to do?"),
          "aria-label": i18n.t("Search commands and everything else"),
        }}
      />
      {question?.what === "keys" && <KeysDialog onClose={close} />}
      {question?.what === "stop" && question.session && <StopDialog session={question.session} onClose={close} />}
      {question?.what === "delete" && question.session && <DeleteDialog session={question.session} onClose={close} />}
      <Suspense>
        {question?.what === "pause" && question.session && <PauseDialog session={question.session} onClose={close} />}
      </Suspense>
    </>
  );
}
