import { describe, expect, it } from 'vitest';
import type { ExportConversation } from '../../src/store/export.js';
import { exportText } from './export-text.js';

const AT = Date.UTC(2026, 0, 2, 3, 4, 5);
const NO_TOOLS = { tools: [], thought: undefined, usage: undefined, attached: [] };
const CONVERSATION: ExportConversation = {
  session: { id: 's1', name: 'login-fails', kind: 'chat', type: 'debug', model: 'openai/x', created: AT },
  turns: [
    {
      id: 't1',
      parent: null,
      question: 'Why?\n\nSince when?',
      answer: 'Because:\n\n```\ncode\n```\n',
      model: 'openai/x',
      finish: 'stop',
      at: AT,
      ...NO_TOOLS,
    },
    {
      id: 't2',
      parent: 't1',
      question: 'More',
      answer: 'Half an ans',
      model: 'openai/x',
      finish: 'cut',
      at: AT + 1000,
      ...NO_TOOLS,
    },
    {
      id: 't3',
      parent: 't2',
      question: 'Queued',
      answer: '',
      model: undefined,
      finish: undefined,
      at: AT + 2000,
      ...NO_TOOLS,
    },
  ],
  branch: 't2',
};

describe('export as json', () => {
  it('is version 1 as the manual gives it', () => {
    expect(JSON.parse(exportText([CONVERSATION], 'json'))).toEqual({
      version: 1,
      session: {
        id: 's1',
        name: 'login-fails',
        kind: 'chat',
        type: 'debug',
        model: 'openai/x',
        created: '2026-01-02T03:04:05.000Z',
      },
      turns: [
        {
          id: 't1',
          parent: null,
          question: 'Why?\n\nSince when?',
          answer: 'Because:\n\n```\ncode\n```\n',
          model: 'openai/x',
          finish: 'stop',
          at: '2026-01-02T03:04:05.000Z',
          tools: [],
        },
        {
          id: 't2',
          parent: 't1',
          question: 'More',
          answer: 'Half an ans',
          model: 'openai/x',
          finish: 'cut',
          at: '2026-01-02T03:04:06.000Z',
          tools: [],
        },
        {
          id: 't3',
          parent: 't2',
          question: 'Queued',
          answer: '',
          model: null,
          finish: null,
          at: '2026-01-02T03:04:07.000Z',
          tools: [],
        },
      ],
      branch: 't2',
    });
  });

  it('puts several into a list, and knows no model as null', () => {
    const other: ExportConversation = {
      session: { ...CONVERSATION.session, id: 's2', model: undefined },
      turns: [],
      branch: null,
    };
    const documents = JSON.parse(exportText([CONVERSATION, other], 'json')) as {
      session: unknown;
    }[];
    expect(documents.map((document) => document.session)).toMatchObject([
      { id: 's1' },
      { id: 's2', model: null },
    ]);
  });
});

describe('export as md', () => {
  it('quotes questions, leaves answers as they are, and says how they ended', () => {
    expect(exportText([CONVERSATION], 'md')).toBe(`# login-fails

debug · openai/x · 2026-01-02T03:04:05.000Z

## 2026-01-02T03:04:05.000Z

> Why?
>
> Since when?

Because:

\`\`\`
code
\`\`\`

## 2026-01-02T03:04:06.000Z

> More

Half an ans

*The answer was cut.*

## 2026-01-02T03:04:07.000Z

> Queued

*Not answered yet.*
`);
  });
});

describe('a turn with tools', () => {
  const asked = {
    at: AT,
    question: {
      kind: 'permission',
      text: 'Edit a.txt',
      options: [{ id: 'allow', name: 'Allow', kind: 'allow_once' }],
    },
    answer: { option: 'allow', by: 'keys', at: AT + 1 },
  } as const;
  const call = {
    id: 'c1',
    kind: 'edit',
    title: 'Edit',
    status: 'completed',
    input: { file: 'a.txt' },
    output: 'done',
    diffs: [{ path: 'a.txt', old: null, new: 'x' }],
    paths: ['a.txt'],
  } as const;
  const [session, first] = [CONVERSATION.session, CONVERSATION.turns[0]];
  const conversation: ExportConversation = {
    session,
    turns: [
      {
        ...(first as (typeof CONVERSATION.turns)[number]),
        tools: [
          { call, subject: 'a.txt', asked, unasked: false },
          {
            call: { ...call, id: 'c2', kind: 'execute', status: 'in_progress', input: undefined },
            subject: 'echo `date`\nrm x',
            asked: undefined,
            unasked: true,
          },
        ],
        thought: 'hm',
        usage: { used: 5, size: 10 },
      },
    ],
    branch: 't1',
  };

  it('has them with what was asked about them, and what was thought and used', () => {
    const { turns } = JSON.parse(exportText([conversation], 'json')) as { turns: unknown[] };
    expect(turns[0]).toMatchObject({
      thought: 'hm',
      usage: { used: 5, size: 10 },
      tools: [
        {
          id: 'c1',
          kind: 'edit',
          title: 'Edit',
          status: 'completed',
          input: { file: 'a.txt' },
          output: 'done',
          diffs: [{ path: 'a.txt', old: null, new: 'x' }],
          asked: {
            text: 'Edit a.txt',
            options: [{ id: 'allow', name: 'Allow', kind: 'allow_once' }],
            option: 'allow',
            reason: null,
            at: '2026-01-02T03:04:05.000Z',
          },
          unasked: false,
        },
        { id: 'c2', input: null, asked: null, unasked: true },
      ],
    });
  });

  it('has a line for each in markdown', () => {
    const text = exportText([conversation], 'md');
    expect(text).toContain('- edit `a.txt` (completed)\n- execute `` echo `date` rm x `` (in progress)\n');
  });
});

describe('what went along with a question', () => {
  const [first] = CONVERSATION.turns;
  const attached = [
    { kind: 'file', name: 'a`b.ts', path: '/p/a`b.ts', lines: { from: 2, to: 3 }, text: 'two\n', bytes: 4 },
  ] as const;
  const conversation = { ...CONVERSATION, branch: 't1', turns: first ? [{ ...first, attached }] : [] };

  it('is in the JSON as it was sent, and named in the Markdown', () => {
    const document = JSON.parse(exportText([conversation], 'json')) as { turns: unknown[] };
    expect(document.turns).toMatchObject([{ attached }]);
    const text = exportText([conversation], 'md');
    expect(text).toContain('- file `` a`b.ts#2-3 `` (4 bytes)');
    expect(text).not.toContain('two\n');
  });
});
