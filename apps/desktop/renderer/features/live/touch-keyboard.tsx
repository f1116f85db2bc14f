import { useLingui } from "@lingui/react";
import { ActionIcon } from "@mantine/core";
import { IconKeyboard } from "@tabler/icons-react";
import { type SyntheticEvent, useRef, useState } from "react";
import type { Viewer } from "./create-viewer.ts";
import { afterKey, type HeldKeys, keysymsOf, tapModifier } from "./held-keys.ts";
import classes from "./live.module.css";
import { SpecialKeys } from "./special-keys.tsx";
import { keysBetween } from "./typed-keys.ts";

/** Held by the field from the start, so that there is something to delete: an empty one tells of no backspace. */
const FILLING = "_".repeat(60);

/** A key that brings up the keyboard of a phone; what it types goes to the desktop, with keys that it lacks above it. */
export function TouchKeyboard({ viewer }: { readonly viewer: Viewer }) {
  const { i18n } = useLingui();
  const field = useRef<HTMLTextAreaElement>(null);
  const told = useRef(FILLING);
  const [isUp, setUp] = useState(false);
  const [held, setHeld] = useState<HeldKeys>({});

  function press(keysyms: readonly number[]): void {
    viewer.type(keysyms, keysymsOf(held));
    setHeld(afterKey(held));
  }

  function reset(): void {
    if (!field.current) return;
    field.current.value = FILLING;
    field.current.setSelectionRange(FILLING.length, FILLING.length);
    told.current = FILLING;
  }

  function pass({ currentTarget: { value } }: SyntheticEvent<HTMLTextAreaElement>): void {
    press(keysBetween(told.current, value));
    told.current = value;
    if (value.length < 10 || value.length > 2 * FILLING.length) reset();
  }

  return (
    <>
      <ActionIcon
        className={classes.touch}
        variant="default"
        size={36}
        aria-label={i18n.t("Keyboard")}
        onClick={() => field.current?.focus()}
      >
        <IconKeyboard size={20} />
      </ActionIcon>
      <textarea
        ref={field}
        className={classes.typed}
        aria-label={i18n.t("What is typed here goes to the desktop")}
        tabIndex={-1}
        autoCapitalize="off"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        defaultValue={FILLING}
        onFocus={() => {
          reset();
          setUp(true);
        }}
        onBlur={() => {
          setUp(false);
          setHeld({});
        }}
        onInput={pass}
      />
      {isUp && (
        <SpecialKeys
          held={held}
          onModifier={(modifier) => setHeld(tapModifier(held, modifier))}
          onKey={(keysym) => press([keysym])}
        />
      )}
    </>
  );
}
