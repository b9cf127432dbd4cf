// The append-only transcript of one chat. Owns what the file is called and how its two ends are checked.
// Leaves writing to append-log.ts, repairing to transcript-end.ts, the records' meaning to chat/, reading to
// load-transcript.ts. Invariant: one writer at a time (the server, or `qmux chat` under its lock).

import { basename, dirname } from 'node:path';
import type { TranscriptRecord } from '../chat/transcript-record.js';
import type { Disk } from '../files/disk.js';
import { AppendLog, type AppendLogOptions } from './append-log.js';
import { checkHead, repairEnd } from './transcript-end.js';

export interface TranscriptLogOptions extends AppendLogOptions {
  disk?: Pick<Disk, 'unsaved' | 'nameSession'>;
  /** For messages and the list of what is unsaved; default: the name of the file's directory. */
  id?: string;
}

export class TranscriptLog extends AppendLog<TranscriptRecord> {
  static open(file: string, options: TranscriptLogOptions = {}): TranscriptLog {
    const { id = basename(dirname(file)), disk } = options;
    const form = {
      key: `${id}/transcript`,
      name: `transcript ${id}`,
      what: () => `transcript of ${disk?.nameSession(id) ?? id}`,
      wayOut: 'reopen the chat',
      checkHead: (descriptor: number) => checkHead(descriptor, file),
      repairEnd,
    };
    return new TranscriptLog(file, form, options);
  }
}
