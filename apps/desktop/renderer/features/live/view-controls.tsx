import { useLingui } from "@lingui/react";
import type { SessionId } from "@lucid/contract";
import { ActionIcon, Tooltip } from "@mantine/core";
import { useFullscreenDocument } from "@mantine/hooks";
import {
  IconArrowsMaximize,
  IconAspectRatio,
  IconExternalLink,
  IconLayoutSidebarRight,
  IconMaximize,
  IconMinimize,
} from "@tabler/icons-react";
import { useRouter, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";

export interface ViewControlsProps {
  readonly id: SessionId;
  readonly isFit: boolean;
  readonly onFit: (fit: boolean) => void;
  readonly areDetailsOpen: boolean;
  readonly onDetails: () => void;
  /** Id of the details' element. */
  readonly detailsId: string;
}

/** How the desktop is looked at. */
export function ViewControls(props: ViewControlsProps) {
  const { i18n } = useLingui();
  const router = useRouter();
  const { window: ofItsOwn } = useSearch({ from: "/inside/sessions/$id/live" });
  const { fullscreen, toggle } = useFullscreenDocument();
  const mayOpen = ofItsOwn === undefined;

  function openWindow(): void {
    const { href } = router.buildLocation({ to: "/sessions/$id/live", params: { id: props.id }, search: { window: "own" } });
    window.open(href, `lucid-${props.id}`, "popup,width=1280,height=800");
  }

  return (
    <>
      <IconKey
        label={props.isFit ? i18n.t("Show it in its own size") : i18n.t("Fit it into the window")}
        onClick={() => props.onFit(!props.isFit)}
      >
        {props.isFit ? <IconAspectRatio size={18} /> : <IconArrowsMaximize size={18} />}
      </IconKey>
      {mayOpen && (
        <IconKey label={i18n.t("Open in a window of its own")} onClick={openWindow}>
          <IconExternalLink size={18} />
        </IconKey>
      )}
      {document.fullscreenEnabled && (
        <IconKey label={fullscreen ? i18n.t("Leave full screen") : i18n.t("Full screen")} onClick={() => void toggle()}>
          {fullscreen ? <IconMinimize size={18} /> : <IconMaximize size={18} />}
        </IconKey>
      )}
      <Tooltip label={i18n.t("Details: proof, people, any RDP client")}>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={i18n.t("Details: proof, people, any RDP client")}
          aria-expanded={props.areDetailsOpen}
          aria-controls={props.areDetailsOpen ? props.detailsId : undefined}
          onClick={props.onDetails}
        >
          <IconLayoutSidebarRight size={18} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

export interface IconKeyProps {
  readonly label: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** A key of the bar that is a picture; its name is told on hover and to those who hear the page. */
export const IconKey = ({ label, children, ...rest }: IconKeyProps) => (
  <Tooltip label={label}>
    <ActionIcon variant="default" size={36} aria-label={label} {...rest}>
      {children}
    </ActionIcon>
  </Tooltip>
);
