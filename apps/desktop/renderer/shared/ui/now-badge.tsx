import { useLingui } from "@lingui/react";
import { Aged, useFreshness } from "./freshness.tsx";
import { Badge, type Tone } from "./mark.tsx";

export interface NowBadgeProps {
  readonly tone: Tone;
  /** A word, as the node last said. */
  readonly children: string;
}

/** How something of the node is now. While the node is not heard, that it is not reached, and beside it what it last said. */
export function NowBadge({ tone, children }: NowBadgeProps) {
  const { i18n } = useLingui();
  const { isFresh } = useFreshness();
  if (isFresh) return <Badge tone={tone}>{children}</Badge>;
  return (
    <>
      <Badge tone="waiting">{i18n.t("not reached")}</Badge>
      <Aged>{children}</Aged>
    </>
  );
}
