export { SeveralDialog } from "./several-dialog.tsx";
export { type Selection, useSelection } from "./use-selection.ts";
export { type Refused, refusedOf, type Several, useSeveral } from "./use-several.ts";
