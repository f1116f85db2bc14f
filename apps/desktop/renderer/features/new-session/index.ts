export { PolicyList } from "./policy-list.tsx";
export { allowAndStart } from "./start-session.ts";
