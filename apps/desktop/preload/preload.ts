import { contextBridge, ipcRenderer } from "electron";

const PORT_MESSAGE = "lucid:port";

// A port cannot cross the bridge between the two worlds of a window, but a message of the window can carry it.
ipcRenderer.on(PORT_MESSAGE, (event, { gateway }: { gateway: string }) => {
  window.postMessage({ type: PORT_MESSAGE, gateway }, location.origin, [...event.ports]);
});

contextBridge.exposeInMainWorld("lucidPort", { request: () => ipcRenderer.send(PORT_MESSAGE) });
