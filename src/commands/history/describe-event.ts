// An event in words, one line, as `events` and `history` print it (pure).

import { describeExit } from '../../session/program/program-words.js';
import type { EventExtras } from '../../store/events/event-log.js';
import type { EventRecord } from '../../store/events/event-record.js';
import { formatDuration } from '../../text/age.js';

export function describeEvent(event: EventRecord, { text }: EventExtras = {}): string {
  switch (event.type) {
    case 'made':
      return `made, ${event.agent ?? event.sessionType}`;
    case 'closed':
      return 'closed';
    case 'reopened':
      return 'reopened';
    case 'deleted':
      return event.unused ? 'went unused' : 'deleted';
    case 'state':
      return event.state;
    case 'question':
      return text === undefined ? 'needs you' : `needs you: ${text}`;
    case 'reply':
      return `waited ${formatDuration((event.until ?? event.at) - event.from)} for you`;
    case 'turn':
      return `${ENDS[event.finish]}${event.model === '' ? '' : `, ${event.model}`}`;
    case 'exit':
      return describeExit(event);
  }
}

const ENDS = { stop: 'answered', cut: 'answer cut', error: 'failed', interrupted: 'interrupted' } as const;
