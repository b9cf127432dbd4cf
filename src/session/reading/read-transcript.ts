// A transcript file as a conversation to be read, in turns of the event loop. Owns that the file is neither
// repaired nor written, and which branch is shown: the one with the turn that is wanted. Leaves decoding to
// store/, the tree of turns to chat/branches/.

import { basename } from 'node:path';
import { findRunningTurn, type Conversation, type TurnNode } from '../../chat/conversation.js';
import { ENDED } from '../../chat/restore.js';
import { applyRecord, reducing } from '../../chat/transcript-reducer.js';
import { readRegularFile, UnreadableFile } from '../../files/read-file.js';
import { causeOf } from '../../files/disk-failure.js';
import { finishInTurns } from '../../loop/in-turns.js';
import { decodingTranscript, findNewerVersion } from '../../store/read-transcript.js';
import { UserError } from '../../text/user-error.js';

/** As a chat that is opened refuses it. */
const MAX_TRANSCRIPT_BYTES = 128 * 1024 * 1024;

/** name: of the session. turnId: of a turn that is to be shown. Rejects with a UserError. */
export async function readConversation(
  file: string,
  { name, turnId }: { name: string; turnId: string | undefined },
): Promise<Conversation> {
  const bytes = await readBytes(file, name);
  if (findNewerVersion(bytes) !== undefined)
    throw new UserError(`${name} was written by a newer qmux; update qmux to read it`);
  const decoded = await finishInTurns(decodingTranscript(bytes, basename(file)));
  const conversation = await finishInTurns(reducing(decoded?.records ?? []));
  if (!conversation || conversation.items.length === 0)
    throw new UserError(`${name} has nothing that can be read`);
  const node = turnId === undefined ? undefined : conversation.tree.byId.get(turnId);
  if (node && !conversation.turns.includes(node.turn))
    applyRecord(conversation, { type: 'head', turn: endOfBranch(conversation, node).turn.id });
  const running = findRunningTurn(conversation);
  // Nobody goes on with it here.
  if (running)
    applyRecord(conversation, { type: 'finish', id: running.id, finish: 'cut', error: ENDED, at: 0 });
  return conversation;
}

async function readBytes(file: string, name: string): Promise<Buffer> {
  try {
    const bytes = await readRegularFile(file, { maxBytes: MAX_TRANSCRIPT_BYTES });
    if (bytes) return bytes;
  } catch (error) {
    const why = error instanceof UnreadableFile ? error.reason : causeOf(error).long;
    throw new UserError(`${name} cannot be read: ${file} ${why}`);
  }
  throw new UserError(`${name} is gone: it was deleted, or another server took it over; search again`);
}

/** The turn that began last of those that follow it. */
function endOfBranch({ tree }: Conversation, node: TurnNode): TurnNode {
  const below = new Set([node]);
  let last = node;
  for (const each of tree.nodes)
    if (each.parent && below.has(each.parent)) {
      below.add(each);
      last = each;
    }
  return last;
}
