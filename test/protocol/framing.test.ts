import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameDecoder, encodeFrame, encodeMessage, type Frame } from '../../src/protocol/framing.js';
import { FRAME_BYTES, FRAME_JSON, MAX_FRAME_BYTES } from '../../src/protocol/messages.js';
import { countProcessorTime } from '../harness/processor-time.js';

const join = (parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
const plain = (frames: Frame[]) => frames.map(({ kind, payload }) => ({ kind, payload: [...payload] }));

describe('encodeFrame', () => {
  it('writes the length big-endian, then the kind, then the payload', () => {
    expect([...encodeFrame(2, Uint8Array.of(7, 8, 9))]).toEqual([0, 0, 0, 3, 2, 7, 8, 9]);
  });

  it('throws when no peer would take the frame', () => {
    expect(() => encodeFrame(FRAME_BYTES, new Uint8Array(MAX_FRAME_BYTES + 1))).toThrow(RangeError);
  });

  it('puts a message into a JSON frame', () => {
    const [frame] = new FrameDecoder().push(encodeMessage({ type: 'resize', rows: 3, cols: 1 }));
    expect(frame?.kind).toBe(FRAME_JSON);
    expect(JSON.parse(new TextDecoder().decode(frame?.payload))).toEqual({
      type: 'resize',
      rows: 3,
      cols: 1,
    });
  });
});

describe('FrameDecoder', () => {
  it('gives the frames that were encoded, however the stream is cut', () => {
    const frame = fc.record({
      kind: fc.integer({ min: 0, max: 255 }),
      payload: fc.uint8Array({ maxLength: 40 }),
    });
    const cuts = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 8 }), cuts, (frames, sizes) => {
        const stream = join(frames.map(({ kind, payload }) => encodeFrame(kind, payload)));
        const decoder = new FrameDecoder();
        const decoded: Frame[] = [];
        // A size of 0 is an empty chunk; at least one byte a round, so that it ends.
        for (let offset = 0, turn = 0; offset < stream.length; turn++) {
          const size = (sizes[turn % sizes.length] ?? 1) || turn % 2;
          decoded.push(...decoder.push(stream.subarray(offset, offset + size)));
          offset += size;
        }
        expect(plain(decoded)).toEqual(plain(frames));
        expect(decoder.error).toBeUndefined();
      }),
    );
  });

  it('gives a frame with its last byte, not before', () => {
    const decoder = new FrameDecoder();
    const bytes = encodeFrame(FRAME_BYTES, Uint8Array.of(1, 2));
    expect(decoder.push(bytes.subarray(0, -1))).toEqual([]);
    expect(plain(decoder.push(bytes.subarray(-1)))).toEqual([{ kind: FRAME_BYTES, payload: [1, 2] }]);
  });

  it('accepts the largest frame in small chunks without copying it once per chunk', () => {
    const decoder = new FrameDecoder();
    const bytes = encodeFrame(FRAME_BYTES, new Uint8Array(MAX_FRAME_BYTES));
    const frames: Frame[] = [];
    const spentMs = countProcessorTime();
    for (let offset = 0; offset < bytes.length; offset += 4096) {
      frames.push(...decoder.push(bytes.subarray(offset, offset + 4096)));
    }
    expect(frames.map(({ payload }) => payload.length)).toEqual([MAX_FRAME_BYTES]);
    // Once: 10 ms. Once per chunk: 32 GB, tens of seconds.
    expect(spentMs()).toBeLessThan(3000);
  });

  it('stops with an error at a frame that is too large, after the frames before it', () => {
    const decoder = new FrameDecoder();
    const good = encodeFrame(FRAME_BYTES, Uint8Array.of(1));
    const header = Uint8Array.of(1, 0, 0, 1, FRAME_BYTES);
    expect(plain(decoder.push(join([good, header])))).toEqual([{ kind: FRAME_BYTES, payload: [1] }]);
    expect(decoder.error).toBe('a frame of 16777217 bytes exceeds the limit of 16777216');
    expect(decoder.push(good)).toEqual([]);
  });
});
