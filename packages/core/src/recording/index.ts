export { recordingSettings } from "./recording.settings.ts";
export { type RecordingArea, startRecording } from "./start-recording.ts";
