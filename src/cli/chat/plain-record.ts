// What the user chose for a chat outside the workspace: its model, effort, tools and standing files, as a
// session's record has them. Owns that they hold until this process ends.

import { changeRecord, type ChatRecord, type RecordChange } from '../../store/session-record.js';

export class PlainRecord {
  #record: ChatRecord;

  /** The agent that answers; undefined: a model does. */
  readonly agent: { readonly name: string } | undefined;

  constructor({ cwd, agent, model }: { cwd: string; agent: string | undefined; model: string | undefined }) {
    const now = Date.now();
    this.agent = agent === undefined ? undefined : { name: agent };
    this.#record = {
      id: '',
      number: 0,
      name: '',
      named: false,
      kind: 'chat',
      type: 'chat',
      cwd,
      created: now,
      lastUsed: now,
      turns: 0,
      unread: 0,
      ...(agent === undefined && model !== undefined ? { model } : {}),
    };
  }

  get record(): ChatRecord {
    return this.#record;
  }

  update(change: RecordChange<ChatRecord>): void {
    this.#record = changeRecord(this.#record, change);
  }
}
