import { lazy } from "react";

export { SessionPicture } from "./picture/session-picture.tsx";
export { RecordingPanel } from "./recording-panel.tsx";
export { useChunks, useRecording } from "./use-chunks.ts";
export { type DataKey, useDataKey } from "./use-data-key.ts";

export const QuickLook = lazy(async () => ({ default: (await import("./quick-look.tsx")).QuickLook }));
