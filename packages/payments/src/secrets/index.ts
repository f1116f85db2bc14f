export { readKeyMaterial } from "./key-material.ts";
export { readSecret } from "./read-secret.ts";
export { createSealedBox, type SealedBox } from "./sealed-box.ts";
