export { type RecordingArea, startRecording } from "./start-recording.ts";
