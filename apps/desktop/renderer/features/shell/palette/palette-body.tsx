import { useLingui } from "@lingui/react";
import { ScrollArea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { SpotlightActionsGroup, SpotlightEmpty, SpotlightRoot, SpotlightSearch } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { fittingGroups, keyBeside, keyOf, type PaletteLine, selectedKey } from "./palette-lines.ts";
import { PaletteOption } from "./palette-option.tsx";
import { typedAhead } from "./typed-ahead.ts";
import { type PaletteQuestion, usePaletteContent } from "./use-palette-content.tsx";

const { classes } = SpotlightRoot;
/** Typing goes on faster than this. */
const TYPING_MS = 150;

export interface PaletteBodyProps {
  readonly onAsk: (question: PaletteQuestion | undefined) => void;
  readonly onChoose: (line: PaletteLine) => void;
}

/** The field of the palette and what fits what stands in it, with one line selected as long as there is one. */
export function PaletteBody({ onAsk, onChoose }: PaletteBodyProps) {
  const { i18n } = useLingui();
  const listId = useId();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<string>();
  const [isEarly, setEarly] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  // Also where it was asked for again while it is open.
  useEffect(() => field.current?.focus(), []);
  const [words] = useDebouncedValue(text, TYPING_MS);
  const content = usePaletteContent(words, onAsk);
  const asked = words === text ? content.asked : "waiting";
  const groups = fittingGroups(content.groups, text);
  const lines = new Map(groups.flatMap((group) => group.lines.map((line) => [keyOf(group, line), line] as const)));
  const keys = [...lines.keys()];
  const selected = selectedKey(keys, chosen);
  const idOf = (key: string): string => `${listId}-${keys.indexOf(key)}`;

  // Enter came before the node's answer: it means the first line that does.
  const early = useEffectEvent(() => {
    const line = selected === undefined ? undefined : lines.get(selected);
    if (line) onChoose(line);
  });
  useEffect(() => {
    if (isEarly && selected !== undefined) early();
  }, [isEarly, selected]);

  function press(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") setChosen(keyBeside(keys, selected, 1));
    if (event.key === "ArrowUp") setChosen(keyBeside(keys, selected, -1));
    if (event.key !== "Enter") return;
    const line = selected === undefined ? undefined : lines.get(selected);
    if (line) onChoose(line);
    else setEarly(asked === "waiting");
  }

  return (
    <>
      <SpotlightSearch
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setChosen(undefined);
          setEarly(false);
        }}
        onKeyDown={press}
        ref={field}
        onFocus={() => {
          const ahead = typedAhead.take();
          setText((after) => ahead.text + after);
          setEarly(ahead.isEntered);
        }}
        leftSection={<IconSearch size={18} />}
        placeholder={i18n.t("What would you like to do?")}
        aria-label={i18n.t("Search commands and everything else")}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={keys.length > 0}
        aria-controls={keys.length > 0 ? listId : undefined}
        aria-activedescendant={selected === undefined ? undefined : idOf(selected)}
      />
      {keys.length > 0 ? (
        <ScrollArea.Autosize
          className={classes.actionsList}
          type="scroll"
          scrollbarSize="var(--spotlight-actions-list-padding)"
          offsetScrollbars="y"
        >
          <div role="listbox" id={listId} aria-label={i18n.t("What fits")}>
            {groups.map((group) => (
              <SpotlightActionsGroup key={group.group} label={group.group} role="group" aria-label={group.group}>
                {group.lines.map((line) => {
                  const key = keyOf(group, line);
                  return (
                    <PaletteOption
                      key={key}
                      id={idOf(key)}
                      line={line}
                      words={text}
                      selected={key === selected}
                      onChoose={() => onChoose(line)}
                    />
                  );
                })}
              </SpotlightActionsGroup>
            ))}
          </div>
        </ScrollArea.Autosize>
      ) : (
        <SpotlightEmpty role="status">{emptyWords()}</SpotlightEmpty>
      )}
    </>
  );

  function emptyWords(): string {
    switch (asked) {
      case "waiting":
        return i18n.t("Searching");
      case "failed":
        return i18n.t("No command fits, and the node did not answer what else does.");
      case "answered":
        return i18n.t("Nothing fits");
    }
  }
}
