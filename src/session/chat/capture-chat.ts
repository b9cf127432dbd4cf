// The text that `qmux capture` prints of a chat: as many lines as its screen has, or as were asked for,
// composed in turns of the event loop. Leaves the layout of the lines to chat/capture.

import { captureSlices, joiningCapture } from '../../chat/screen/capture.js';
import type { Conversation } from '../../chat/conversation.js';
import type { CaptureOptions } from '../../terminal/emulator/emulator-ports.js';
import type { Size } from '../session-screen.js';
import { finishInTurns, inTurns } from '../../loop/in-turns.js';

export async function captureChat(
  conversation: Conversation,
  { rows, cols }: Size,
  options: CaptureOptions,
): Promise<string> {
  const lines = options.lines ?? rows;
  const slices = await inTurns(captureSlices(conversation, { cols, lines, ansi: options.ansi }));
  return (await finishInTurns(joiningCapture(slices, lines))) ?? '';
}
