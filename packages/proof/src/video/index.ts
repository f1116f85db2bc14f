export { type ChunkVideo, readChunkVideo, type Sample, type VideoFormat } from "./chunk-video.ts";
export { commitToVideo, VIDEO_SALT_BYTES, videoSalt } from "./video-commitment.ts";
