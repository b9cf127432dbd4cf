// One call of a tool, from the model's request to its result: prepared, asked about, run. Owns that order,
// the words of the question, and what is reported of the call meanwhile. Leaves the tools to the tool set and
// going on with the results to the loop of the turn. Invariant: nothing runs before its consent is on disk.

import { cleanUpdate } from '../clean-update.js';
import { newCall, type ModelEvent, type ToolCall, type ToolUpdate } from '../model-event.js';
import type { QuestionOption } from '../user-question.js';
import { LatestValue } from './latest-value.js';
import {
  failedResult,
  ToolFault,
  type Ask,
  type Consent,
  type Permissions,
  type ReadyCall,
  type RequestedCall,
  type Tool,
  type ToolResult,
} from './tool-set.js';

export interface CallPorts {
  tools: readonly Tool[];
  permissions: Permissions;
  mask(text: string): string;
  ask: Ask;
  signal: AbortSignal;
}

/** refused: the user said no, and will say more: the turn is over. */
export type CallEnd = ToolResult & { refused?: true };

const ALLOW: QuestionOption = { id: 'allow', name: 'yes, this once', kind: 'allow_once' };
const REJECT: QuestionOption = { id: 'reject', name: 'no', kind: 'reject_once' };

const optionsFor = ({ covers }: Consent, mask: (text: string) => string): QuestionOption[] => [
  ALLOW,
  {
    id: 'always',
    name: `yes, always in this session: ${mask(covers)}`,
    kind: 'allow_always',
  },
  REJECT,
  { id: 'never', name: 'no, and never in this session', kind: 'reject_always' },
];

/**
 * id: of what is reported, once in the turn. Every report is a tool event. What a tool throws is not thrown
 * here: it is a result.
 */
export async function* runCall(
  id: string,
  requested: RequestedCall,
  ports: CallPorts,
): AsyncGenerator<ModelEvent, CallEnd> {
  let ready: ReadyCall;
  try {
    ready = await prepare(requested, ports.tools);
  } catch (error) {
    const result = resultOf(error, ports);
    const call = { ...newCall(id), title: requested.name, input: requested.input };
    yield report(cleanUpdate({ ...call, status: 'failed', output: result.output }, ports.mask));
    return result;
  }
  const { kind, title, input = requested.input, paths, diffs, consent } = ready;
  const whole = { ...newCall(id), kind, title, input, paths, diffs };
  const call: ToolCall = { ...whole, ...cleanUpdate(whole, ports.mask) };
  yield report(call);
  const refusal = await findRefusal(call, consent, ports);
  if (refusal) {
    yield report({ id, status: 'failed', output: refusal.output });
    return refusal;
  }
  yield report({ id, status: 'in_progress' });
  const result = yield* run(id, ready, ports);
  yield report({ id, status: result.isError ? 'failed' : 'completed', output: result.output });
  return result;
}

async function prepare(requested: RequestedCall, tools: readonly Tool[]): Promise<ReadyCall> {
  const { name, input, fault } = requested;
  if (fault !== undefined) throw new ToolFault(fault);
  const tool = tools.find(({ spec }) => spec.name === name);
  if (tool) return tool.prepare(input);
  throw new ToolFault(`there is no tool ${name}; there are ${tools.map(({ spec }) => spec.name).join(', ')}`);
}

/** undefined: it may run. */
async function findRefusal(
  call: ToolCall,
  consent: Consent | undefined,
  { permissions, ask, mask, signal }: CallPorts,
): Promise<CallEnd | undefined> {
  const decided = permissions.decide(consent);
  if (decided === 'allow' || !consent) return undefined;
  if (decided === 'deny') return failedResult('the user does not allow this in this session');
  const reply = await ask({
    kind: 'permission',
    text: mask(consent.text ?? call.title),
    options: optionsFor(consent, mask),
    call,
  });
  if (reply.type !== 'option' || signal.aborted) return failedResult('nobody answered whether this may run');
  switch (reply.option.id) {
    case 'allow':
      return undefined;
    case 'always':
      permissions.allow(consent);
      return undefined;
    case 'never':
      permissions.deny(consent);
      break;
    default:
  }
  if (reply.unasked) return failedResult('nobody could be asked whether this may run');
  const refused = failedResult('the user said no');
  return reply.reason === undefined ? refused : { ...refused, refused: true };
}

async function* run(
  id: string,
  ready: ReadyCall,
  { ask, mask, signal }: CallPorts,
): AsyncGenerator<ModelEvent, ToolResult> {
  const progress = new LatestValue<string>();
  const running = ready
    .run({ signal, ask, progress: (output) => progress.set(output) })
    .catch((error: unknown) => resultOf(error, { mask }))
    .finally(() => progress.end());
  for await (const output of progress) yield report({ id, output: mask(output) });
  const { output, isError } = await running;
  return { output: mask(output), isError };
}

function resultOf(error: unknown, { mask }: Pick<CallPorts, 'mask'>): ToolResult {
  if (error instanceof ToolFault) return failedResult(mask(error.message));
  // A bug of ours, or of the system: the turn goes on, and the user sees it.
  return failedResult(mask(`the tool failed: ${error instanceof Error ? error.message : String(error)}`));
}

const report = (update: ToolUpdate): ModelEvent => ({ type: 'tool', update });
