export { DeleteDialog } from "./delete-dialog.tsx";
export { StopDialog } from "./stop-dialog.tsx";
