import { useLingui } from "@lingui/react";

/** Letters that are left when it begins to be said. */
const NEAR = 30;

export interface LengthWords {
  /** Beside the field, when it gets near the limit. */
  readonly description: string | undefined;
  /** At the field, behind it. */
  readonly error: string | undefined;
}

/** What to say of the length of a text that may have `max` letters. Nothing is cut: what was typed or pasted stays there. */
export function useLengthWords(text: string, max: number): LengthWords {
  const { i18n } = useLingui();
  const left = max - text.length;
  return {
    description:
      left >= 0 && left <= NEAR
        ? i18n.t("{left, plural, =0 {No more letters: {max} are the most.} one {# letter left.} other {# letters left.}}", {
            left,
            max,
          })
        : undefined,
    error:
      left < 0
        ? i18n.t(
            "{over, plural, one {One letter too many: {max} are the most.} other {# letters too many: {max} are the most.}}",
            {
              over: -left,
              max,
            },
          )
        : undefined,
  };
}
