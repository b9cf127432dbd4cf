// What an agent's hook means for the state of its session (pure): the JSON that Claude Code, Codex, Gemini
// CLI and Qwen Code give their hooks. Owns which event means what. Leaves reading it to cli/report-hook.ts,
// Copilot's to copilot-hook.ts. Sources: the hooks pages of Claude Code and Gemini CLI; Codex and Qwen Code:
// as Claude Code's, Codex also `notify`. Invariant: an unknown event means nothing, so that new ones do no
// harm.

import { isConversation } from '../../store/session-record.js';
import { readCopilotHook } from './copilot-hook.js';
import type { HookReport, ReportState } from './hook-report.js';

type Fields = Readonly<Record<string, unknown>>;

/** Events that mean the same for all agents. */
const MEANINGS: ReadonlyMap<string, ReportState> = new Map([
  ['UserPromptSubmit', 'working'],
  ['PreToolUse', 'working'],
  ['PostToolUse', 'working'],
  ['PostToolUseFailure', 'working'],
  ['PreCompact', 'working'],
  ['BeforeAgent', 'working'],
  ['BeforeTool', 'working'],
  ['AfterTool', 'working'],
  ['PreCompress', 'working'],
  ['PermissionRequest', 'waiting'],
  ['Elicitation', 'waiting'],
  ['approval-requested', 'waiting'],
  ['Stop', 'done'],
  ['AfterAgent', 'done'],
  ['agent-turn-complete', 'done'],
  ['StopFailure', 'error'],
  ['SessionStart', 'idle'],
  ['SessionEnd', 'idle'],
]);

/** Kinds of notifications; those not listed, such as a successful sign-in, mean nothing. */
const NOTIFICATIONS: ReadonlyMap<string, ReportState> = new Map([
  ['permission_prompt', 'waiting'],
  ['elicitation_dialog', 'waiting'],
  ['agent_needs_input', 'waiting'],
  ['ToolPermission', 'waiting'],
  // It has waited for the next prompt for a minute; it is not asking anything.
  ['idle_prompt', 'idle'],
]);

/** Tools that are questions themselves. */
const ASKING_TOOLS: ReadonlySet<unknown> = new Set(['AskUserQuestion', 'ExitPlanMode']);

/** undefined: the event says nothing about the state, or json is not an event. */
export function readHook(json: string): HookReport | undefined {
  const fields = parseObject(json);
  const report = fields && readEvent(fields);
  // Not the `thread-id` of Codex's `notify`, which also comes from small requests of its own.
  const conversation = textOf(fields?.['session_id']) || textOf(fields?.['sessionId']);
  return report && isConversation(conversation) ? { ...report, conversation } : report;
}

function readEvent(fields: Fields): HookReport | undefined {
  const event = textOf(fields['hook_event_name']) || textOf(fields['type']);
  if (event === '') return readCopilotHook(fields);
  if (event === 'Notification') return readNotification(fields);
  // During a turn, when the conversation was compacted.
  if (event === 'SessionStart' && fields['source'] === 'compact') return undefined;
  const state = MEANINGS.get(event);
  if (state === undefined) return undefined;
  if (event === 'PreToolUse' && ASKING_TOOLS.has(fields['tool_name']))
    return { state: 'waiting', text: describeTool(fields) };
  if (state === 'waiting') return { state, text: textOf(fields['message']) || describeTool(fields) };
  return { state, text: state === 'error' ? textOf(fields['error']) : '' };
}

function readNotification(fields: Fields): HookReport | undefined {
  const text = textOf(fields['message']);
  const kind = textOf(fields['notification_type']);
  // Older versions do not name the kind; their wording for it has stayed the same.
  const state = kind === '' && /permission|approv/i.test(text) ? 'waiting' : NOTIFICATIONS.get(kind);
  return state && { state, text: state === 'waiting' ? text : '' };
}

/** `Bash: rm -rf build`; the question itself if the tool is one. */
function describeTool(fields: Fields): string {
  const input = objectOf(fields['tool_input']);
  const questions = input?.['questions'];
  const first: unknown = Array.isArray(questions) ? questions[0] : undefined;
  const question = textOf(objectOf(first)?.['question']);
  if (question !== '') return question;
  const name = textOf(fields['tool_name']);
  const what = ['command', 'file_path', 'url', 'path', 'description']
    .map((key) => textOf(input?.[key]))
    .find((text) => text !== '');
  return [name, what ?? ''].filter((text) => text !== '').join(': ') || 'asks for permission';
}

function parseObject(json: string): Fields | undefined {
  try {
    return objectOf(JSON.parse(json));
  } catch {
    return undefined;
  }
}

const objectOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
