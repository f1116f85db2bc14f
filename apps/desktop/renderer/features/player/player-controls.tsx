import { useLingui } from "@lingui/react";
import { ActionIcon, Button, Menu, Tooltip, UnstyledButton } from "@mantine/core";
import { IconMaximize, IconPlayerPauseFilled, IconPlayerPlayFilled } from "@tabler/icons-react";
import { useStore } from "zustand";
import { formatClock, formatUtc } from "../../shared/format/index.ts";
import { Mark } from "../../shared/ui/index.ts";
import type { Player } from "./create-player.ts";
import classes from "./player.module.css";
import { RATES } from "./player-state.ts";
import { formatTimeOfDay } from "./wall-time.ts";

export interface PlayerControlsProps {
  readonly player: Player;
  readonly onFullScreen: () => void;
  readonly showsEvents: boolean;
  readonly onShowEvents: (on: boolean) => void;
}

export function PlayerControls({ player, onFullScreen, showsEvents, onShowEvents }: PlayerControlsProps) {
  const { i18n } = useLingui();
  const state = useStore(player.state);
  const { recording, time, playing, rate, skipsIdle, growing, live } = state;
  const wallMs = recording.startMs + time * 1_000;
  const isLive = growing && playing && live;

  return (
    <div className={classes.controls}>
      <ActionIcon
        variant="default"
        size={34}
        radius="md"
        aria-label={playing ? i18n.t("Pause") : i18n.t("Play")}
        onClick={() => player.toggle()}
      >
        {playing ? <IconPlayerPauseFilled size={16} /> : <IconPlayerPlayFilled size={16} />}
      </ActionIcon>
      <span className={classes.elapsed} data-testid="elapsed">
        {formatClock(time)} / {formatClock(recording.length)}
      </span>
      <Tooltip label={formatUtc(new Date(wallMs).toISOString())}>
        <time className={classes.wall} dateTime={new Date(wallMs).toISOString()}>
          {formatTimeOfDay(wallMs, i18n.locale)}
        </time>
      </Tooltip>
      <span className={classes.spacer} />
      {growing && (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<Mark tone={isLive ? "recording" : "waiting"} />}
          aria-pressed={isLive}
          onClick={() => player.goLive()}
        >
          {i18n.t("Live")}
        </Button>
      )}
      <Menu position="top">
        <Menu.Target>
          <UnstyledButton className={classes.quiet} aria-label={i18n.t("Speed {rate} times", { rate })}>
            {rate}×
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {RATES.map((choice) => (
            <Menu.Item key={choice} onClick={() => player.setRate(choice)} aria-current={choice === rate}>
              {choice}×
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <UnstyledButton className={classes.quiet} aria-pressed={skipsIdle} onClick={() => player.setSkipsIdle(!skipsIdle)}>
        {i18n.t("Skip idle")}
      </UnstyledButton>
      <UnstyledButton className={classes.quiet} aria-pressed={showsEvents} onClick={() => onShowEvents(!showsEvents)}>
        {i18n.t("Events")}
      </UnstyledButton>
      <Tooltip label={i18n.t("Full screen")}>
        <ActionIcon variant="subtle" color="gray" aria-label={i18n.t("Full screen")} onClick={onFullScreen}>
          <IconMaximize size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
