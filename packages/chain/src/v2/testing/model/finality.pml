/*
 * Votes, finality and handover of lucid_blocks as a model that is gone through whole: two branches above one final block, four members
 * of which one lies, and on each branch perhaps a handover that exchanges one of them. No two blocks of different branches are ever
 * final. Each rule can be taken out by a name below, and then they are.
 *
 * The liar has signed every vote that there is: votes only add, so nothing else that he could do makes more final. The honest ones
 * keep to their sign-state and to nothing else: they vote for any block, or for none, from any justified one below it. Votes are taken
 * by the height of their targets: what a vote rests on, a justified source and the lists of its target, rests on lower ones alone.
 */

#ifndef HEIGHTS
#define HEIGHTS 4
#endif
#define AT(branch, height) ((branch) * (HEIGHTS + 1) + (height))
#define NEVER 99

/* Honest voters are bits: 0 to 2 of the older list, 3 of the newer ones. The liar is in every list, and all weigh 1. */
#define VOTERS 4
#define OLDER 7
#define TWO_AND_NEWCOMER(left) (15 - (1 << (left)))

#ifdef HALF_IS_ENOUGH
#define QUORUM 2
#else
#define QUORUM 3
#endif
#define count(mask) (((mask) & 1) + (((mask) >> 1) & 1) + (((mask) >> 2) & 1) + (((mask) >> 3) & 1))
#define carries(mask, list) (count((mask) & (list)) + 1 >= QUORUM)

/* The lists that a block needs, as bits. */
#define OLD 1
#define NEW 2
#define BOTH 3

byte newer[2];
byte handover[2];
bool justified[2 * (HEIGHTS + 1)];
byte lastSource[VOTERS];
bool finalOn[2];
/* A block of the handover, or one above it, is final. */
bool isHandedOver[2];

/* Of the blocks at the height that is voted on: the lists that they need, their votes, and those of them whose source is the parent. */
byte need[2];
byte votes[2];
byte direct[2];

#define enough(mask, branch, lists) \
  ((!((lists) & OLD) || carries(mask, OLDER)) && (!((lists) & NEW) || carries(mask, newer[branch])))
#define mayVote(branch, lists) \
  ((((lists) & OLD) && ((OLDER >> voter) & 1)) || (((lists) & NEW) && ((newer[branch] >> voter) & 1)))

#ifdef SOURCE_MAY_FALL
#define isSource(branch, source) (source < height && justified[AT(branch, source)])
#else
#define isSource(branch, source) (source < height && justified[AT(branch, source)] && source >= lastSource[voter])
#endif

inline build(branch) {
  if
  :: height < handover[branch] -> need[branch] = OLD
  :: else ->
     if
#ifdef NEW_LIST_AT_ONCE
     :: need[branch] = NEW
#else
     /* Whether it holds the votes that end the handover is left to who builds it. */
     :: need[branch] != NEW -> need[branch] = BOTH
     :: isHandedOver[branch] -> need[branch] = NEW
#endif
     fi
  fi
}

inline vote(branch) {
  if
  :: mayVote(branch, need[branch]) ->
     if
     :: isSource(branch, 0) -> source = 0
     :: isSource(branch, 1) -> source = 1
     :: isSource(branch, 2) -> source = 2
     :: isSource(branch, 3) -> source = 3
     :: source = NEVER
     fi;
     if
     :: source != NEVER ->
        votes[branch] = votes[branch] | (1 << voter);
        if
        :: source + 1 == height -> direct[branch] = direct[branch] | (1 << voter)
        :: else
        fi;
        lastSource[voter] = source
     :: else
     fi;
     source = 0
  :: else
  fi
}

inline settle(branch) {
  justified[AT(branch, height)] = enough(votes[branch], branch, need[branch]);
#ifdef FINAL_WHEN_JUSTIFIED
  finalOn[branch] = finalOn[branch] || justified[AT(branch, height)];
#else
  if
  :: height > 1 && justified[AT(branch, height - 1)] && enough(direct[branch], branch, need[branch]) ->
     finalOn[branch] = true;
     isHandedOver[branch] = isHandedOver[branch] || height > handover[branch]
  :: else
  fi;
#endif
  votes[branch] = 0;
  direct[branch] = 0
}

init {
  byte height, voter, branch, source;
  justified[AT(0, 0)] = true;
  justified[AT(1, 0)] = true;
  newer[0] = TWO_AND_NEWCOMER(2);
  if
  :: newer[1] = TWO_AND_NEWCOMER(2)
  :: newer[1] = TWO_AND_NEWCOMER(1)
  fi;
  select(source : 1 .. 3);
  handover[0] = source;
  if
  :: select(source : 1 .. 3); handover[1] = source
  :: handover[1] = NEVER
  fi;
  source = 0;

  for (height : 1 .. HEIGHTS) {
    atomic { build(0); build(1) }
    for (voter : 0 .. (VOTERS - 1)) {
      atomic {
#ifdef TWO_VOTES_FOR_A_HEIGHT
        vote(0);
        vote(1)
#else
        if
        :: branch = 0
        :: branch = 1
        fi;
        vote(branch);
        branch = 0
#endif
      }
    }
    atomic { settle(0); settle(1) }
    assert(!(finalOn[0] && finalOn[1]))
  }
}
