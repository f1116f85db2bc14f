export type { Encoder } from "./capture/encoder.ts";
export type { EventValue, SessionEvent } from "./chunker/session-event.ts";
export type { PipelineClock, PipelineLog } from "./ports.ts";
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
export type { Sealer, SealerGauges, SealedChunk, SealRequest, SealTimings } from "./sealer/sealer.ts";
export type { ByteRange, ChunkRead, ChunkStore, StoredChunk, StoreUsage } from "./store/chunk-store.ts";
