import { useLingui } from "@lingui/react";
import { isOpen, type Session } from "@lucid/contract";
import { useInViewport } from "@mantine/hooks";
import { IconLock } from "@tabler/icons-react";
import { toFailure } from "../../../shared/api/failure.ts";
import { wordsOfFailure } from "../../../shared/text/errors/error-words.ts";
import classes from "../recording.module.css";
import { useLivePicture } from "./use-live-picture.ts";
import { usePicture } from "./use-picture.ts";

/** A small picture of a recording beside its name, or an empty place of the same size. */
export function SessionPicture({ session }: { readonly session: Session }) {
  const { i18n } = useLingui();
  const { ref, inViewport } = useInViewport<HTMLSpanElement>();
  const kept = usePicture(session, inViewport);
  const live = useLivePicture(session, inViewport);
  const picture = isOpen(session) ? live : kept;
  return (
    <span
      ref={ref}
      className={classes.picture}
      data-picture={picture.kind}
      title={
        picture.kind === "locked"
          ? i18n.t("Its picture is locked: unlock to see it")
          : picture.kind === "failed"
            ? i18n.t("It has no picture: {reason}", { reason: wordsOfFailure(toFailure(picture.error), i18n).what })
            : undefined
      }
    >
      {picture.kind === "shown" && <img src={picture.address} alt="" />}
      {picture.kind === "locked" && <IconLock size={14} aria-hidden />}
    </span>
  );
}
