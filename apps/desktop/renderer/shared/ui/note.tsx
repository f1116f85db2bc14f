import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./ui.module.css";

/** Something to know before going on: amber edge, words in the ordinary colour. */
export function Note({ title, children }: { readonly title?: string; readonly children: ReactNode }) {
  return (
    <div className={classes.note} role="note">
      <IconAlertTriangle size={18} aria-hidden />
      <div>
        {title !== undefined && <strong>{title}</strong>}
        <div>{children}</div>
      </div>
    </div>
  );
}
