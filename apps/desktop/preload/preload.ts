import { contextBridge, ipcRenderer } from "electron";
import { type LucidPort, PORT_MESSAGE, type PortMessage } from "./port-message.ts";

// A port cannot cross the bridge between the two worlds of a window, but a message of the window can carry it.
ipcRenderer.on(PORT_MESSAGE, (event, message: PortMessage) => {
  window.postMessage(message, location.origin, [...event.ports]);
});

contextBridge.exposeInMainWorld("lucidPort", { request: () => ipcRenderer.send(PORT_MESSAGE) } satisfies LucidPort);
