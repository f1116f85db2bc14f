import type { Frontier } from "./frontier.ts";

/** What the chain holds for one session. It belongs to the sender who named it first. */
export interface SessionState {
  readonly sender: string;
  /** Size and root of the last tree head. */
  readonly size: number;
  readonly root: string;
  readonly anchored: boolean;
}

/** The state after one block of one branch. */
export interface ChainState {
  nextSequence(sender: string): number;
  session(sessionId: string): SessionState | undefined;
  /** Height of the sender's last checkpoint. */
  lastCheckpoint(sender: string): number | undefined;
  readonly anchors: Frontier;
}

/** A state and the changes that transactions make to it; the state below stays as it is. */
export interface ChainOverlay extends ChainState {
  setSequence(sender: string, next: number): void;
  setSession(sessionId: string, session: SessionState): void;
  setCheckpoint(sender: string, height: number): void;
  setAnchors(anchors: Frontier): void;
}

export function createOverlay(below: ChainState): ChainOverlay {
  const sequences = new Map<string, number>();
  const sessions = new Map<string, SessionState>();
  const checkpoints = new Map<string, number>();
  let anchors = below.anchors;
  return {
    nextSequence: (sender) => sequences.get(sender) ?? below.nextSequence(sender),
    session: (sessionId) => sessions.get(sessionId) ?? below.session(sessionId),
    lastCheckpoint: (sender) => checkpoints.get(sender) ?? below.lastCheckpoint(sender),
    get anchors() {
      return anchors;
    },
    setSequence: (sender, next) => void sequences.set(sender, next),
    setSession: (sessionId, session) => void sessions.set(sessionId, session),
    setCheckpoint: (sender, height) => void checkpoints.set(sender, height),
    setAnchors(next) {
      anchors = next;
    },
  };
}
