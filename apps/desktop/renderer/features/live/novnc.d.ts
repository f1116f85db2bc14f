/** The part of noVNC 1.7 that the viewer uses; the package brings no types. */
declare module "@novnc/novnc" {
  export interface RfbEvents {
    connect: CustomEvent<undefined>;
    disconnect: CustomEvent<{ readonly clean: boolean }>;
    securityfailure: CustomEvent<{ readonly status: number; readonly reason?: string }>;
    clipboard: CustomEvent<{ readonly text: string }>;
  }

  class RFB {
    constructor(target: Element, url: string, options?: { shared?: boolean });
    scaleViewport: boolean;
    clipViewport: boolean;
    viewOnly: boolean;
    background: string;
    qualityLevel: number;
    compressionLevel: number;
    focusOnClick: boolean;
    focus(): void;
    disconnect(): void;
    clipboardPasteFrom(text: string): void;
    /** Without `down`: pressed and let go. */
    sendKey(keysym: number, code: string | null, down?: boolean): void;
    addEventListener<Name extends keyof RfbEvents>(name: Name, listener: (event: RfbEvents[Name]) => void): void;
  }
  export default RFB;
}
