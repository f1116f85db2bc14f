import { z } from "zod";
import { errorCatalog } from "../shared/lucid-error.ts";

/** Broken promises of the environment that the pipeline names. */
export const pipelineErrors = errorCatalog({
  STORE_FULL: {
    code: "LUCID_PIPELINE_ERR_4501",
    status: 507,
    retryable: true,
    message: "No room is left where the chunks are kept",
  },
  STORE_READ_ONLY: {
    code: "LUCID_PIPELINE_ERR_4502",
    status: 507,
    retryable: false,
    message: "The folder of the chunks cannot be written to",
  },
  STORE_FAILED: { code: "LUCID_PIPELINE_ERR_4503", status: 500, retryable: true, message: "The chunk store did not do its work" },
  CHUNK_CONFLICT: {
    code: "LUCID_PIPELINE_ERR_4504",
    status: 409,
    retryable: false,
    message: "Another chunk is stored under this index",
    data: z.object({ session_id: z.string(), index: z.number() }),
  },
  STORE_SLOW: {
    code: "LUCID_PIPELINE_ERR_4505",
    status: 503,
    retryable: true,
    message: "The chunk store is slower than the recording",
  },
  SEALER_GONE: { code: "LUCID_PIPELINE_ERR_4511", status: 503, retryable: true, message: "No worker is left to seal chunks" },
  SEAL_FAILED: { code: "LUCID_PIPELINE_ERR_4512", status: 500, retryable: false, message: "The chunk could not be sealed" },
  ENCODER_MISSING: {
    code: "LUCID_PIPELINE_ERR_4521",
    status: 503,
    retryable: false,
    message: "ffmpeg with a working H.264 encoder is missing",
    data: z.object({ detail: z.string() }),
  },
  RECORDER_START: {
    code: "LUCID_PIPELINE_ERR_4522",
    status: 503,
    retryable: true,
    message: "The recorder did not start",
    data: z.object({ detail: z.string() }),
  },
  VIDEO_INVALID: {
    code: "LUCID_PIPELINE_ERR_4523",
    status: 500,
    retryable: false,
    message: "The video stream is not the fragmented MP4 it should be",
    data: z.object({ detail: z.string() }),
  },
  VIDEO_JOIN: {
    code: "LUCID_PIPELINE_ERR_4531",
    status: 500,
    retryable: false,
    message: "The takes could not be joined into one video",
    data: z.object({ detail: z.string() }),
  },
});
