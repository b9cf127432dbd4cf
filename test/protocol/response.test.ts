import { describe, expect, it } from 'vitest';
import { FrameDecoder } from '../../src/protocol/framing.js';
import { MAX_FRAME_BYTES } from '../../src/protocol/messages.js';
import { parseServerMessage } from '../../src/protocol/parse-message.js';
import { encodeResponse, ResponseReader, type Response } from '../../src/protocol/response.js';

function transfer(response: Response): { frames: number; largest: number; received: Response | undefined } {
  const encoded = [...encodeResponse(1, response)];
  const decoder = new FrameDecoder();
  const reader = new ResponseReader();
  let received: Response | undefined;
  for (const frame of encoded.flatMap((bytes) => decoder.push(bytes))) {
    const message = parseServerMessage(frame.payload);
    if (message.type !== 'output' && message.type !== 'response')
      throw new Error(`unexpected ${message.type}`);
    received = reader.push(message);
  }
  return { frames: encoded.length, largest: Math.max(...encoded.map((bytes) => bytes.length)), received };
}

describe('encodeResponse', () => {
  it('puts a short response into one frame', () => {
    const response = { stdout: 'a\n', stderr: 'b\n', exitCode: 2, attach: 's1' };
    expect(transfer(response)).toMatchObject({ frames: 1, received: response });
  });

  it('cuts output beyond the largest frame, also within a surrogate pair, and it arrives whole', () => {
    const stdout = 'a' + '🫠'.repeat(MAX_FRAME_BYTES / 8) + '\u0007'.repeat(3_000_000);
    const { frames, largest, received } = transfer({ stdout, stderr: '', exitCode: 0 });
    expect(frames).toBeGreaterThan(1);
    expect(largest).toBeLessThan(MAX_FRAME_BYTES);
    expect(received?.stdout === stdout).toBe(true);
  });
});
