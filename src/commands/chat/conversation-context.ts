// What the commands on one conversation need around them, so that the same ones work in the workspace and in
// `qmux chat`. Owns shapes only. Leaves what the workspace has beside that to command.ts.

import type { Disk } from '../../files/disk.js';
import type { AgentOfChat } from '../../session/chat/agent-of-chat.js';
import type { ChatSession } from '../../session/chat/chat-session.js';
import type { ModelSettings } from '../../session/chat/model-settings.js';
import type { Coordinator } from '../../session/coordinator.js';
import type { PasteBuffers } from '../../session/paste-buffers.js';
import type { ProgramSession } from '../../session/program/program-session.js';
import type { Caller } from '../caller-directory.js';
import type { ClientSurface, Command, CommandOutput, KnownTools, ParsedArguments, Way } from '../command.js';

/** The agent of a chat. */
export type CommandedAgent = Pick<
  AgentOfChat,
  'chosen' | 'agentCommands' | 'start' | 'options' | 'set' | 'restart'
>;

/** What is chosen of the model of a chat. */
export type CommandedModel = Pick<
  ModelSettings<ChatSession>,
  'model' | 'effort' | 'efforts' | 'offered' | 'known' | 'kept' | 'chooseModel' | 'chooseEffort'
>;

/** A chat of the workspace, or the one of `qmux chat`. */
export interface CommandedChat extends Pick<
  ChatSession,
  | 'addNote'
  | 'branches'
  | 'changed'
  | 'checkModel'
  | 'conversation'
  | 'exported'
  | 'id'
  | 'load'
  | 'modelName'
  | 'name'
  | 'prompt'
  | 'record'
  | 'reportContext'
  | 'send'
  | 'turns'
  | 'update'
> {
  /** undefined: a model answers. */
  readonly agent: CommandedAgent | undefined;
  /** undefined: an agent answers. */
  readonly modelSettings: CommandedModel | undefined;
}

/** Where a command was typed. */
export type AnyPlace = CommandedChat | ProgramSession;

export interface ConversationContext {
  way: Way;
  /** undefined: no dialog can be shown, and what one would list is said as a text. */
  surface: ClientSurface | undefined;
  here: AnyPlace | undefined;
  coordinator: Pick<Coordinator, 'resolve' | 'sessions' | 'archive'>;
  tools: KnownTools;
  buffers: Pick<PasteBuffers, 'add'>;
  /** To the clipboard where there are no buffers; resolves with a line about it. */
  copyText?(text: string): Promise<string>;
  caller: Caller;
  inspection: { disk: Pick<Disk, 'files'> };
}

/** A command that needs no more than that. */
export interface ConversationCommand extends Omit<Command, 'run'> {
  run(context: ConversationContext, input: ParsedArguments): CommandOutput | Promise<CommandOutput>;
}
