import { describe, expect, it } from 'vitest';
import type { TranscriptRecord } from '../../src/chat/transcript-record.js';
import { checkTranscriptRecord } from '../../src/store/transcript-check.js';

const RECORDS: readonly TranscriptRecord[] = [
  { type: 'session', version: 1, id: 's', name: 'chat-1', kind: 'chat', sessionType: 'chat', created: 1 },
  { type: 'question', id: 't', parent: null, text: 'q', at: 1 },
  { type: 'begin', id: 't', model: 'guide', at: 1 },
  { type: 'piece', id: 't', text: '' },
  { type: 'finish', id: 't', finish: 'error', error: 'no key', at: 1 },
  { type: 'withdraw', id: 't', at: 1 },
  { type: 'note', text: 'n', level: 'info', at: 1 },
  { type: 'seen', at: 1 },
];

describe('checkTranscriptRecord', () => {
  it.each(RECORDS)('lets $type through as it is', (record) => {
    expect(checkTranscriptRecord(record)).toBe(record);
  });

  it.each(RECORDS)('refuses $type with any of its fields wrong or missing', (record) => {
    for (const field of Object.keys(record).filter((name) => name !== 'type')) {
      for (const value of [{}, undefined]) {
        if (field === 'error' && value === undefined) continue;
        expect(checkTranscriptRecord({ ...record, [field]: value })).toEqual({
          wrong: `${record.type} has a wrong ${field}`,
        });
      }
    }
  });

  it.each([null, 3, 'x', [], {}, { type: 'constructor' }])('refuses %j', (value) => {
    expect(checkTranscriptRecord(value)).toHaveProperty('wrong');
  });
});
