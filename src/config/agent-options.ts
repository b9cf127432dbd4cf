// The tables [agents.NAME] (pure): their shape and fields. Leaves what they mean to chat/agents/.

import { text, type Shape } from './shape.js';

/** What a user changes of an agent, or of a new one. */
export interface AgentOptions {
  command?: string | undefined;
  args?: string[] | undefined;
  env?: Record<string, string> | undefined;
  mode?: string | undefined;
  interface?: string[] | undefined;
}

const COMMAND_WORDS = 'a list of words, such as ["my-agent", "--resume", "SESSION_ID"]';
const WORDS = 'a list of words, such as ["acp"]';

export const AGENT_FIELDS: Record<keyof AgentOptions, Shape> = {
  command: text('the name or the path of a program'),
  args: { type: 'list', of: { type: 'text', mayBeEmpty: true, expected: WORDS }, expected: WORDS },
  env: {
    type: 'map',
    of: { type: 'text', mayBeEmpty: true, expected: 'the value of a variable as text' },
    expected: 'a table of variables',
  },
  mode: text('the name of a mode of the agent'),
  interface: {
    type: 'list',
    of: { type: 'text', mayBeEmpty: true, expected: COMMAND_WORDS },
    expected: COMMAND_WORDS,
  },
};
