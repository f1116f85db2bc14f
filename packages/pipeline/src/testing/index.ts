export { hideNumber, readNumbers, showNumber } from "./number-board.ts";
export { startTestDisplay, type TestDisplay } from "./test-display.ts";
export { openXPainter, type XPainter } from "./x-painter.ts";
