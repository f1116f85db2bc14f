import { fileURLToPath } from "node:url";
import type { Encoder } from "@lucid/pipeline";
import type { DesktopPolicy } from "../desktop.ts";
import { DesktopTemplate } from "../template.ts";

export const TEMPLATES = fileURLToPath(new URL("../../../../../resources/templates", import.meta.url));

/** File that a capture worker runs. */
export const CAPTURE_PROGRAM = fileURLToPath(new URL("../../../../pipeline/src/screen/capture.worker.ts", import.meta.url));

/** Which encoders this machine has matters to who records. */
export const TEST_ENCODER: Encoder = { name: "libx264", ffmpeg: "ffmpeg" };

export const OPEN_POLICY: DesktopPolicy = {
  clipboard: { hostToRemote: true, remoteToHost: true },
  keyboard: true,
  mouse: true,
  network: "none",
};

/** A template whose only application is a bash script. What it prints is found in `lines()`. */
export const scripted = (script: string, menu: DesktopTemplate["menu"] = []): DesktopTemplate =>
  DesktopTemplate.parse({
    name: "scripted",
    title: "Scripted",
    description: "",
    background: "#204060",
    applications: [{ command: ["/bin/bash", "-c", script] }],
    menu,
  });
