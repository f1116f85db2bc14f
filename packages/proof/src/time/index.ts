export { type AuthorityFile, certificatesIn } from "./certificate-file.ts";
export { judgeTimeProof, verifyTimeProof } from "./judge-time-proof.ts";
export { MAX_TIME_ANSWER_BYTES, readStampAnswer, type StampAnswer, timeStampRequest } from "./request.ts";
