import { Text, Title } from "@mantine/core";
import { IconAlertOctagonFilled, IconAlertTriangleFilled, IconShieldCheckFilled } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { withWholeTimes } from "../../shared/ui/index.ts";
import classes from "./verify.module.css";

/** `unidentified`: the proof holds, and is of nobody the reader knows. Anybody could have made it. */
export type BannerTone = "verified" | "unidentified" | "refused";

export interface BannerProps {
  readonly tone: BannerTone;
  readonly title: string;
  readonly children: ReactNode;
}

export function Banner({ tone, title, children }: BannerProps) {
  const Icon =
    tone === "refused" ? IconAlertOctagonFilled : tone === "unidentified" ? IconAlertTriangleFilled : IconShieldCheckFilled;
  return (
    <div className={classes.banner} data-tone={tone} role={tone === "refused" ? "alert" : "status"}>
      <Icon size={36} aria-hidden />
      <div>
        <Title order={2}>{title}</Title>
        <Text component="div">{typeof children === "string" ? withWholeTimes(children) : children}</Text>
      </div>
    </div>
  );
}
