export { type CapturedDisplay, createDisplayCapture, type DisplayCaptureDeps } from "./capture/create-display-capture.ts";
export { type DetectEncoderDeps, detectEncoder } from "./capture/detect-encoder.ts";
export type {
  DisplayCapture,
  VideoCapture,
  VideoHandlers,
  VideoSettings,
} from "./capture/display-capture.ts";
export type { Encoder } from "./capture/encoder.ts";
export { type PlainRecord, RECORD } from "./chunker/records.ts";
export type { EventValue, SessionEvent } from "./chunker/session-event.ts";
export { createFragmentReader, type FragmentReader, type VideoPart } from "./mp4/create-fragment-reader.ts";
export type { VideoFragment } from "./mp4/read-fragment.ts";
export type { VideoInit } from "./mp4/read-init.ts";
export type {
  ChunkTimings,
  PipelineStages,
  Recorder,
  RecorderDeps,
  RecorderHandlers,
  RecorderOptions,
  RecorderState,
  RecorderStatus,
  RecorderSummary,
  RecorderTrouble,
} from "./recorder/recorder.ts";
export { startRecorder } from "./recorder/start-recorder.ts";
export { type OpenedChunk, type SavedVideo, saveVideo, type VideoProof } from "./replay/save-video.ts";
export { type CapturePool, type CapturePoolDeps, startCapturePool } from "./screen/start-capture-pool.ts";
export { spawnCaptureFrom } from "./screen/start-capture-worker.ts";
export { createSealer } from "./sealer/create-sealer.ts";
export type { SealedChunk, Sealer, SealerGauges, SealRequest, SealTimings } from "./sealer/sealer.ts";
export { type SealerPoolDeps, type SealerPoolOptions, startSealerPool } from "./sealer/start-sealer-pool.ts";
export { spawnSealerFrom } from "./sealer/start-sealer-worker.ts";
export type { ByteRange, ChunkRead, ChunkStore, StoredChunk, StoreUsage } from "./store/chunk-store.ts";
export { createMemoryChunkStore } from "./store/create-memory-chunk-store.ts";
export { type DiskChunkStoreDeps, type DiskChunkStoreOptions, openChunkStore } from "./store/open-chunk-store.ts";
