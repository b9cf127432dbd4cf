// What a hook of Copilot CLI means (pure): its camelCase events do not contain their names, so each is
// recognised by its fields. Owns that. Leaves its notifications, which have names, and events in other
// agents' spelling to agent-hook.ts. Sources: GitHub's reference of the hooks of Copilot CLI; recordings of
// 1.0.102.

import type { HookReport } from './hook-report.js';

type Fields = Readonly<Record<string, unknown>>;

/** Its tool that asks the user. */
const ASKING_TOOL = 'ask_user';

/** undefined: it says nothing about the state, or is not such an event. */
export function readCopilotHook(fields: Fields): HookReport | undefined {
  // A helper's end is not the session's.
  if (typeof fields['sessionId'] !== 'string' || fields['agentName'] !== undefined) return undefined;
  const has = (name: string): boolean => fields[name] !== undefined;
  if (has('toolResult')) return { state: 'working', text: '' };
  // Before the rules are applied: most of them never become a question.
  if (has('toolInput')) return undefined;
  if (has('toolName'))
    return fields['toolName'] === ASKING_TOOL
      ? { state: 'waiting', text: messageOf(fields['toolArgs']) || 'asks a question' }
      : { state: 'working', text: '' };
  if (has('error'))
    return fields['recoverable'] === true
      ? undefined
      : { state: 'error', text: messageOf(fields['error']) || 'error' };
  if (has('stopReason')) return { state: 'done', text: '' };
  if (has('prompt')) return { state: 'working', text: '' };
  // Its end or its start; compacting a conversation has neither.
  return has('reason') || has('source') ? { state: 'idle', text: '' } : undefined;
}

/** Older versions give the arguments as JSON in a string. */
function messageOf(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    const { message, question } = value as Fields;
    return [message, question].find((text) => typeof text === 'string' && text !== '')?.toString() ?? '';
  }
  if (typeof value !== 'string') return '';
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' ? messageOf(parsed) : value;
  } catch {
    return value;
  }
}
