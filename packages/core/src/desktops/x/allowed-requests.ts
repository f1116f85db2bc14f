/** Opcodes of requests by their names. */
type Requests = Readonly<Record<string, number>>;

/**
 * Requests that a program may send. `ignored` ones awaken no answer, so they are turned into NoOperation and the program goes on; every
 * other request is denied: the display answers it with an error.
 */
interface Allowed {
  readonly allowed: Requests;
  readonly ignored?: Requests;
}

/**
 * The core protocol (X11/Xproto.h). Ignored or denied is what blinds other clients of the display (GrabServer, KillClient), takes their
 * places (SetCloseDownMode: a retained client keeps its slot), opens the display to others (ChangeHosts, SetAccessControl), covers the
 * screen from outside of every window (ForceScreenSaver), or makes a person's button or modifier another one (SetPointerMapping,
 * SetModifierMapping).
 */
export const CORE: Allowed = {
  allowed: {
    ...{ CreateWindow: 1, ChangeWindowAttributes: 2, GetWindowAttributes: 3, DestroyWindow: 4, DestroySubwindows: 5 },
    ...{ ChangeSaveSet: 6, ReparentWindow: 7, MapWindow: 8, MapSubwindows: 9, UnmapWindow: 10, UnmapSubwindows: 11 },
    ...{ ConfigureWindow: 12, CirculateWindow: 13, GetGeometry: 14, QueryTree: 15, InternAtom: 16, GetAtomName: 17 },
    ...{ ChangeProperty: 18, DeleteProperty: 19, GetProperty: 20, ListProperties: 21, SetSelectionOwner: 22 },
    ...{ GetSelectionOwner: 23, ConvertSelection: 24, SendEvent: 25, GrabPointer: 26, UngrabPointer: 27, GrabButton: 28 },
    ...{ UngrabButton: 29, ChangeActivePointerGrab: 30, GrabKeyboard: 31, UngrabKeyboard: 32, GrabKey: 33, UngrabKey: 34 },
    ...{ AllowEvents: 35, QueryPointer: 38, GetMotionEvents: 39, TranslateCoordinates: 40, WarpPointer: 41 },
    ...{ SetInputFocus: 42, GetInputFocus: 43, QueryKeymap: 44, OpenFont: 45, CloseFont: 46, QueryFont: 47 },
    ...{ QueryTextExtents: 48, ListFonts: 49, ListFontsWithInfo: 50, GetFontPath: 52, CreatePixmap: 53, FreePixmap: 54 },
    ...{ CreateGC: 55, ChangeGC: 56, CopyGC: 57, SetDashes: 58, SetClipRectangles: 59, FreeGC: 60, ClearArea: 61 },
    ...{ CopyArea: 62, CopyPlane: 63, PolyPoint: 64, PolyLine: 65, PolySegment: 66, PolyRectangle: 67, PolyArc: 68 },
    ...{ FillPoly: 69, PolyFillRectangle: 70, PolyFillArc: 71, PutImage: 72, GetImage: 73, PolyText8: 74, PolyText16: 75 },
    ...{ ImageText8: 76, ImageText16: 77, CreateColormap: 78, FreeColormap: 79, CopyColormapAndFree: 80 },
    ...{ InstallColormap: 81, UninstallColormap: 82, ListInstalledColormaps: 83, AllocColor: 84, AllocNamedColor: 85 },
    ...{ AllocColorCells: 86, AllocColorPlanes: 87, FreeColors: 88, StoreColors: 89, StoreNamedColor: 90, QueryColors: 91 },
    ...{ LookupColor: 92, CreateCursor: 93, CreateGlyphCursor: 94, FreeCursor: 95, RecolorCursor: 96, QueryBestSize: 97 },
    ...{ QueryExtension: 98, ListExtensions: 99, ChangeKeyboardMapping: 100, GetKeyboardMapping: 101 },
    ...{ ChangeKeyboardControl: 102, GetKeyboardControl: 103, Bell: 104, ChangePointerControl: 105, GetPointerControl: 106 },
    ...{ GetScreenSaver: 108, ListHosts: 110, RotateProperties: 114, GetPointerMapping: 117, GetModifierMapping: 119 },
    ...{ NoOperation: 127 },
  },
  ignored: {
    ...{ GrabServer: 36, UngrabServer: 37, SetFontPath: 51, SetScreenSaver: 107, SetCloseDownMode: 112, KillClient: 113 },
    ...{ ForceScreenSaver: 115 },
  },
};

/**
 * The extensions that programs are told of, and their requests (the `*proto.h` files of xorgproto). Missing are: RECORD and
 * VNC-EXTENSION, which reach what other clients do and the VNC server's settings; MIT-SHM, DRI3 and Present, whose memory and file
 * descriptors do not come through the gate; SYNC's priorities, XInput's devices and XKEYBOARD's maps as far as they change something
 * for others.
 */
export const EXTENSIONS: Readonly<Record<string, Allowed>> = {
  "BIG-REQUESTS": { allowed: { Enable: 0 } },
  "Generic Event Extension": { allowed: { QueryVersion: 0 } },
  "XC-MISC": { allowed: { GetVersion: 0, GetXIDRange: 1 } },
  SHAPE: {
    allowed: {
      ...{ QueryVersion: 0, Rectangles: 1, Mask: 2, Combine: 3, Offset: 4, QueryExtents: 5, SelectInput: 6 },
      ...{ InputSelected: 7, GetRectangles: 8 },
    },
  },
  SYNC: {
    allowed: {
      ...{ Initialize: 0, ListSystemCounters: 1, CreateCounter: 2, SetCounter: 3, ChangeCounter: 4, QueryCounter: 5 },
      ...{ DestroyCounter: 6, CreateAlarm: 8, ChangeAlarm: 9, QueryAlarm: 10, DestroyAlarm: 11, GetPriority: 13 },
    },
    ignored: { Await: 7, SetPriority: 12 },
  },
  RENDER: {
    allowed: {
      ...{ QueryVersion: 0, QueryPictFormats: 1, QueryPictIndexValues: 2, CreatePicture: 4, ChangePicture: 5 },
      ...{ SetPictureClipRectangles: 6, FreePicture: 7, Composite: 8, Trapezoids: 10, Triangles: 11, TriStrip: 12 },
      ...{ TriFan: 13, CreateGlyphSet: 17, ReferenceGlyphSet: 18, FreeGlyphSet: 19, AddGlyphs: 20, FreeGlyphs: 22 },
      ...{ CompositeGlyphs8: 23, CompositeGlyphs16: 24, CompositeGlyphs32: 25, FillRectangles: 26, CreateCursor: 27 },
      ...{ SetPictureTransform: 28, QueryFilters: 29, SetPictureFilter: 30, CreateAnimCursor: 31, AddTraps: 32 },
      ...{ CreateSolidFill: 33, CreateLinearGradient: 34, CreateRadialGradient: 35, CreateConicalGradient: 36 },
    },
  },
  XFIXES: {
    allowed: {
      ...{ QueryVersion: 0, SelectSelectionInput: 2, SelectCursorInput: 3, GetCursorImage: 4, CreateRegion: 5 },
      ...{ CreateRegionFromBitmap: 6, CreateRegionFromWindow: 7, CreateRegionFromGC: 8, CreateRegionFromPicture: 9 },
      ...{ DestroyRegion: 10, SetRegion: 11, CopyRegion: 12, UnionRegion: 13, IntersectRegion: 14, SubtractRegion: 15 },
      ...{ InvertRegion: 16, TranslateRegion: 17, RegionExtents: 18, FetchRegion: 19, SetGCClipRegion: 20 },
      ...{ SetWindowShapeRegion: 21, SetPictureClipRegion: 22, SetCursorName: 23, GetCursorName: 24 },
      ...{ GetCursorImageAndName: 25, ExpandRegion: 28, HideCursor: 29, ShowCursor: 30 },
    },
    ignored: {
      ...{ ChangeSaveSet: 1, ChangeCursor: 26, ChangeCursorByName: 27, CreatePointerBarrier: 31, DeletePointerBarrier: 32 },
      ...{ SetClientDisconnectMode: 33 },
    },
  },
  XKEYBOARD: {
    allowed: {
      ...{ UseExtension: 0, SelectEvents: 1, Bell: 3, GetState: 4, LatchLockState: 5, GetControls: 6, GetMap: 8 },
      ...{ GetCompatMap: 10, GetIndicatorState: 12, GetIndicatorMap: 13, GetNamedIndicator: 15, GetNames: 17 },
      ...{ PerClientFlags: 21, GetDeviceInfo: 24 },
    },
    ignored: {
      ...{ SetControls: 7, SetMap: 9, SetCompatMap: 11, SetIndicatorMap: 14, SetNamedIndicator: 16, SetNames: 18 },
      ...{ SetGeometry: 20, SetDeviceInfo: 25 },
    },
  },
  XTEST: { allowed: { GetVersion: 0, CompareCursor: 1, FakeInput: 2 }, ignored: { GrabControl: 3 } },
  XInputExtension: {
    allowed: {
      ...{ GetExtensionVersion: 1, ListInputDevices: 2, OpenDevice: 3, CloseDevice: 4, SelectExtensionEvent: 6 },
      ...{ GetSelectedExtensionEvents: 7, GetDeviceDontPropagateList: 9, GetDeviceMotionEvents: 10, GetDeviceFocus: 20 },
      ...{ GetFeedbackControl: 22, GetDeviceKeyMapping: 24, GetDeviceModifierMapping: 26, GetDeviceButtonMapping: 28 },
      ...{ QueryDeviceState: 30, GetDeviceControl: 34, ListDeviceProperties: 36, GetDeviceProperty: 39 },
      ...{ XIQueryPointer: 40, XIWarpPointer: 41, XIChangeCursor: 42, XIGetClientPointer: 45, XISelectEvents: 46 },
      ...{ XIQueryVersion: 47, XIQueryDevice: 48, XISetFocus: 49, XIGetFocus: 50, XIGrabDevice: 51, XIUngrabDevice: 52 },
      ...{ XIAllowEvents: 53, XIPassiveGrabDevice: 54, XIPassiveUngrabDevice: 55, XIListProperties: 56 },
      ...{ XIGetProperty: 59, XIGetSelectedEvents: 60 },
    },
    ignored: {
      ...{ ChangeDeviceDontPropagateList: 8, UngrabDevice: 14, GrabDeviceKey: 15, UngrabDeviceKey: 16 },
      ...{ GrabDeviceButton: 17, UngrabDeviceButton: 18, AllowDeviceEvents: 19, SetDeviceFocus: 21 },
      ...{ ChangeFeedbackControl: 23, ChangeDeviceKeyMapping: 25, SendExtensionEvent: 31, DeviceBell: 32 },
      ...{ ChangeDeviceProperty: 37, DeleteDeviceProperty: 38, XIChangeHierarchy: 43, XISetClientPointer: 44 },
      ...{ XIChangeProperty: 57, XIDeleteProperty: 58, XIBarrierReleasePointer: 61 },
    },
  },
};

/** What happens to a request, and its name for the log. */
export interface Judgement {
  readonly name: string;
  readonly verdict: "allowed" | "ignored" | "denied";
}

/** Major opcodes that the display gave to its extensions. */
export type ExtensionOpcodes = ReadonlyMap<string, number>;

/** First major opcode of extensions (X Window System Protocol, 9). */
const FIRST_EXTENSION = 128;

function judgementsOf(prefix: string, { allowed, ignored = {} }: Allowed): ReadonlyMap<number, Judgement> {
  const judge = (requests: Requests, verdict: Judgement["verdict"]): [number, Judgement][] =>
    Object.entries(requests).map(([name, opcode]) => [opcode, { name: `${prefix}${name}`, verdict }]);
  return new Map([...judge(allowed, "allowed"), ...judge(ignored, "ignored")]);
}

/** Judges a request of a display by its opcodes. What is in no table is denied. */
export function createJudge(opcodes: ExtensionOpcodes): (major: number, minor: number) => Judgement {
  const core = judgementsOf("", CORE);
  const extensions = new Map(
    Object.entries(EXTENSIONS).flatMap(([name, allowed]) => {
      const opcode = opcodes.get(name);
      return opcode === undefined ? [] : [[opcode, judgementsOf(`${name}.`, allowed)] as const];
    }),
  );
  const names = new Map([...opcodes].map(([name, opcode]) => [opcode, name]));
  return (major, minor) => {
    const found = major < FIRST_EXTENSION ? core.get(major) : extensions.get(major)?.get(minor);
    if (found) return found;
    const what = major < FIRST_EXTENSION ? String(major) : `${names.get(major) ?? major}.${minor}`;
    return { name: what, verdict: "denied" };
  };
}
