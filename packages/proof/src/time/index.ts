export { type AuthorityFile, certificatesIn } from "./certificate-file.ts";
export { judgeTimeProof } from "./judge-time-proof.ts";
export { MAX_TIME_ANSWER_BYTES, readStampAnswer, type StampAnswer, timeStampRequest } from "./request.ts";
export { verifyTimeProof } from "./verify-time-proof.ts";
