// All turns of a conversation as a tree (pure): each turn's place, the notes around it, and which branch is
// the current one. Owns turning the branch into the list that is shown. Leaves records to
// transcript-reducer.ts. Invariants: every turn that began stays reachable; a change of branch costs as much
// as it changes.

import type { ConversationItem, Note, Turn, TurnNode, TurnTree } from '../conversation.js';

export const createTree = (): TurnTree => ({
  nodes: [],
  byId: new Map(),
  notes: [],
  head: undefined,
  summaries: [],
  undone: [],
  moves: 0,
});

/** The current branch as a list. */
export interface ShownBranch {
  readonly tree: TurnTree;
  readonly turns: Turn[];
  readonly items: ConversationItem[];
}

/** The turn begins at the end of the current branch. */
export function addTurn({ tree, turns, items }: ShownBranch, turn: Turn): void {
  const parent = tree.head;
  const notesAbove = notesBelow(tree, parent).length;
  const node: TurnNode = {
    turn,
    parent,
    depth: (parent?.depth ?? 0) + 1,
    notesAbove,
    items: (parent?.items ?? 0) + notesAbove + 1,
    notes: [],
  };
  tree.nodes.push(node);
  tree.byId.set(turn.id, node);
  tree.head = node;
  turns.push(turn);
  items.push({ type: 'turn', turn });
}

/** At the end of the current branch. */
export function addNote({ tree, items }: ShownBranch, note: Note): void {
  notesBelow(tree, tree.head).push(note);
  items.push({ type: 'note', note });
}

/** Another turn becomes the end of the current branch; undefined: before the first one. */
export function moveHead({ tree, turns, items }: ShownBranch, to: TurnNode | undefined): void {
  const shared = findShared(tree.head, to);
  turns.length = shared?.depth ?? 0;
  items.length = shared?.items ?? 0;
  for (const node of pathBelow(shared, to)) {
    for (const note of notesBelow(tree, node.parent).slice(0, node.notesAbove))
      items.push({ type: 'note', note });
    turns.push(node.turn);
    items.push({ type: 'turn', turn: node.turn });
  }
  for (const note of notesBelow(tree, to)) items.push({ type: 'note', note });
  tree.head = to;
  tree.moves++;
}

/** The turn is on the current branch. */
export const isOnBranch = ({ turns }: Pick<ShownBranch, 'turns'>, { turn, depth }: TurnNode): boolean =>
  turns[depth - 1] === turn;

/** The last turns of all branches, in the order in which they began. */
export function findEnds({ nodes }: TurnTree): TurnNode[] {
  const followed = new Set(nodes.map(({ parent }) => parent));
  return nodes.filter((node) => !followed.has(node));
}

/** The turn at which two branches part; undefined: they share none. */
export function findShared(a: TurnNode | undefined, b: TurnNode | undefined): TurnNode | undefined {
  let [one, other] = [a, b];
  while (one !== other) {
    const depth = Math.max(one?.depth ?? 0, other?.depth ?? 0);
    if (one?.depth === depth) one = one.parent;
    if (other?.depth === depth) other = other.parent;
  }
  return one;
}

/** Turns from one, without it, down to another, which is below it; top first. */
export function pathBelow(above: TurnNode | undefined, to: TurnNode | undefined): TurnNode[] {
  const path: TurnNode[] = [];
  for (let node = to; node && node !== above; node = node.parent) path.push(node);
  return path.reverse();
}

const notesBelow = (tree: TurnTree, node: TurnNode | undefined): Note[] => node?.notes ?? tree.notes;
