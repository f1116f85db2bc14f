import { z } from "zod";

const Command = z.array(z.string().min(1)).min(1);

/** A desktop as described by a file in `resources/templates`. */
export const DesktopTemplate = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  title: z.string().min(1).max(60),
  description: z.string().max(300),
  /** Colour of the empty screen. */
  background: z.string().regex(/^#[0-9a-f]{6}$/),
  /** Started once the window manager is ready, in this order. */
  applications: z.array(
    z.strictObject({
      command: Command,
      /** `always`: started again when it ends, with a growing pause. */
      restart: z.enum(["never", "always"]).default("never"),
      /** `full`: no frame, whole screen. */
      window: z.enum(["normal", "full"]).default("normal"),
    }),
  ),
  /** Root menu (right click on the empty screen). */
  menu: z.array(z.strictObject({ label: z.string().min(1).max(40), command: Command })),
  /** Printed in the first terminal. */
  welcome: z.string().max(2000).default(""),
});
export type DesktopTemplate = z.infer<typeof DesktopTemplate>;
