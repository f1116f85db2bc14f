import { useLingui } from "@lingui/react";
import { createSpotlight, SpotlightRoot } from "@mantine/spotlight";
import { Suspense, useEffect, useRef } from "react";
import { PauseDialog } from "../../live/index.ts";
import { DeleteDialog, StopDialog } from "../../sessions/index.ts";
import { KeysDialog } from "../keys-dialog.tsx";
import { PaletteBody } from "./palette-body.tsx";
import type { PaletteLine } from "./palette-lines.ts";
import type { PaletteQuestion } from "./use-palette-content.tsx";

const [store, palette] = createSpotlight();

export interface CommandPaletteProps {
  /** How often it was asked for: each time opens it. */
  readonly asked: number;
  readonly question: PaletteQuestion | undefined;
  readonly onAsk: (question: PaletteQuestion | undefined) => void;
}

/** Ctrl/Cmd-K: what can be done here and anywhere, every page, and every session of the node. */
export function CommandPalette({ asked, question, onAsk }: CommandPaletteProps) {
  const { i18n } = useLingui();
  const before = useRef<Element>(null);
  const chosen = useRef(false);
  const close = (): void => onAsk(undefined);
  useEffect(() => {
    if (asked === 0) return;
    // Its field takes the focus as soon as it is there; asked for again in the palette, what had it before is still the same.
    if (!store.getState().opened) before.current = document.activeElement;
    chosen.current = false;
    palette.open();
  }, [asked]);

  function choose(line: PaletteLine): void {
    chosen.current = true;
    // The page that comes may be there before the palette is gone, and it takes the focus from no field that is in use.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    line.run();
    palette.close();
  }

  return (
    <>
      <SpotlightRoot
        store={store}
        clearQueryOnClose={false}
        shortcut={null}
        returnFocus={false}
        onSpotlightClose={() => {
          // What was chosen leads the focus on by itself.
          if (!chosen.current && before.current instanceof HTMLElement) before.current.focus();
        }}
        attributes={{ content: { "aria-label": i18n.t("Command palette") } }}
        overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
        scrollable
        maxHeight={420}
        transitionProps={{ duration: 100 }}
      >
        <PaletteBody key={asked} onAsk={onAsk} onChoose={choose} />
      </SpotlightRoot>
      {question?.what === "keys" && <KeysDialog onClose={close} />}
      {question?.what === "stop" && question.session && <StopDialog session={question.session} onClose={close} />}
      {question?.what === "delete" && question.session && <DeleteDialog session={question.session} onClose={close} />}
      <Suspense>
        {question?.what === "pause" && question.session && <PauseDialog session={question.session} onClose={close} />}
      </Suspense>
    </>
  );
}
