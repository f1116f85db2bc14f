export type { Player } from "./create-player.ts";
export { type BytesApi, fetchBytes } from "./fetch-bytes.ts";
export { describeHole, explainHole, explainTrouble } from "./gap-words.ts";
export type { ChunkTrouble, OpenOutcome, OpenRequest } from "./opener.protocol.ts";
export { type Hole, layOut, type Recording } from "./recording.ts";
export { SessionPlayer } from "./session-player.tsx";
export { startOpener } from "./start-opener.ts";
export { type PictureSource, takePicture } from "./take-picture.ts";
export { formatTimeOfDay } from "./wall-time.ts";
