// Faults of a config that only the key table, the registry and the providers can see: names of keys, types
// and models, commands of bindings.

import { mergeAgents } from '../chat/agents/known-agents.js';
import type { Config } from '../config/options.js';
import type { ConfigProblem, ParsedConfig } from '../config/parse-config.js';
import { sessionsOfTemplate } from '../config/templates/template.js';
import { finishNow } from '../loop/in-turns.js';
import { findProvider } from '../chat/providers/known-providers.js';
import { readStatus } from '../config/status-template.js';
import { formatKeyName, parseKeyName } from '../keymap/key.js';
import { readKeys, whyNotPrefix } from '../keymap/read-keys.js';
import { whyNotRoot } from '../keymap/root-bindings.js';
import { checkHost } from '../remote/ssh-command.js';
import { findAgentName } from '../session/new-session.js';
import { findType, isTypeName, mergeTypes, PROGRAM_TYPE } from '../session/session-types.js';
import type { Registry } from './command.js';
import { findModelFault, messageOf } from './config/model-fault.js';
import { parseLineParts } from './line/split-line.js';
import { findAnswererFaults } from './projects/session-faults.js';

/** All faults as `config.toml:3:9: …`, in the order of the file. */
export const checkConfig = (parsed: ParsedConfig, registry: Registry): string[] =>
  finishNow(findConfigProblems(parsed, registry)).map(({ text }) => text);

/** The same with their places, and with what is not used because of each. Yields for the turns of others. */
export function* findConfigProblems(
  { config, problems, problemAt }: ParsedConfig,
  registry: Registry,
): Generator<undefined, ConfigProblem[]> {
  const found = [...problems];
  const prefixFault = whyNotPrefix(config.prefix);
  if (prefixFault !== undefined) found.push(problemAt(['prefix'], prefixFault));
  if (config.notify === 'command' && config.notificationCommand === undefined)
    found.push(problemAt(['notify'], 'command needs notification_command; set it, or choose another way'));
  const modelFaults = new Map<string | undefined, string | undefined>();
  const findFault = (model: string | undefined): string | undefined => {
    if (!modelFaults.has(model)) modelFaults.set(model, findModelFault(model, config));
    return modelFaults.get(model);
  };
  const modelFault = findFault(config.model);
  if (modelFault !== undefined) found.push(problemAt(['model'], modelFault));
  for (const [name, { model }] of Object.entries(config.types)) {
    yield;
    const nameFault = findTypeFault(name);
    if (nameFault !== undefined) found.push(problemAt(['types', name], nameFault));
    const fault = findFault(model);
    if (fault !== undefined) found.push(problemAt(['types', name, 'model'], fault));
  }
  for (const fault of findProviderFaults(config)) {
    if (fault) found.push(problemAt(fault.path, fault.message));
    yield;
  }
  for (const fault of findAgentFaults(config)) {
    if (fault) found.push(problemAt(fault.path, fault.message));
    yield;
  }
  for (const { path, message } of readStatus(config.status).faults) {
    found.push(problemAt(['status', ...path], message));
    yield;
  }
  const root = Object.entries(config.rootBindings).map(([name, { command }]) => [name, command]);
  const tables = {
    bindings: config.bindings,
    root_bindings: Object.fromEntries(root) as Record<string, string>,
    copy_mode_bindings: config.copyModeBindings,
  };
  const { prefix } = readKeys(config);
  for (const [table, bindings] of Object.entries(tables)) {
    const names = new Map<string, string>();
    for (const [name, command] of Object.entries(bindings)) {
      yield;
      const key = table === 'root_bindings' ? parseKeyName(name) : undefined;
      const fault = (key && whyNotRoot(key, prefix)) ?? findBindingFault(name, command, { names, registry });
      if (fault !== undefined) found.push(problemAt([table, name], fault));
    }
  }
  for (const fault of findTemplateFaults(config)) {
    if (fault)
      found.push(
        problemAt(['templates', ...fault.path], fault.message, ['templates', ...fault.path.slice(0, 1)]),
      );
    yield;
  }
  for (const name of Object.keys(config.hosts)) {
    yield;
    const fault = messageOf(() => checkHost(name));
    if (fault !== undefined) found.push(problemAt(['hosts', name], fault));
  }
  return found.sort((a, b) => a.line - b.line || a.column - b.column);
}

interface Fault {
  path: string[];
  message: string;
}

/** undefined: a step without one. */
type Faults = Generator<Fault | undefined, void>;

/** names: those checked so far, by the key they mean. */
function findBindingFault(
  name: string,
  command: string,
  { names, registry }: { names: Map<string, string>; registry: Registry },
): string | undefined {
  const key = parseKeyName(name);
  if (!key) return `no key ${name}; keys are named like C-q, M-Left, F5 or %`;
  const canonical = formatKeyName(key);
  const before = names.get(canonical);
  if (before !== undefined) return `the same key as ${before}; remove one of the two`;
  names.set(canonical, name);
  return findCommandFault(command, registry);
}

/** A name that no command line could express. */
function findTypeFault(name: string): string | undefined {
  if (name.toLowerCase() === PROGRAM_TYPE) return `${name} is not a type of chats; choose another name`;
  return isTypeName(name)
    ? undefined
    : 'a type must be one word of letters, digits, - _ . with at least one letter; choose another name';
}

/** Names of agents that nothing can mean, or that mean something else. */
function* findAgentFaults({ agent, agents, types }: Pick<Config, 'agent' | 'agents' | 'types'>): Faults {
  const known = mergeAgents(agents).map(({ name }) => name);
  const isKnown = new Set(known);
  const allTypes = mergeTypes(types);
  for (const [name, { command }] of Object.entries(agents)) {
    const path = ['agents', name];
    if (findType(allTypes, name))
      yield { path, message: `${name} is the name of a type; choose another name` };
    else if (!isTypeName(name))
      yield {
        path,
        message:
          'an agent must be one word of letters, digits, - _ . with at least one letter; choose another name',
      };
    else if (command === undefined && !isKnown.has(name))
      yield { path, message: `${name} is not known to qmux; give its command` };
    else yield undefined;
  }
  const named = [
    { path: ['agent'], name: agent },
    ...Object.entries(types).map(([type, { agent: name }]) => ({ path: ['types', type, 'agent'], name })),
  ];
  for (const { path, name } of named)
    if (name !== undefined && findAgentName(known, name) === undefined)
      yield { path, message: `no agent ${name}; the agents are ${known.join(', ')}` };
    else yield undefined;
}

/** Tables that no model name could mean, or that lead nowhere. */
function* findProviderFaults({ providers }: Pick<Config, 'providers'>): Faults {
  for (const name of Object.keys(providers)) {
    const path = ['providers', name];
    const { address, addressVariable, options } = findProvider(name, providers) ?? { options: {} };
    const isKnown = address !== undefined || addressVariable !== undefined || name === 'lmstudio';
    if (name === 'guide' || !/^[\w.-]+$/.test(name))
      yield { path, message: `${name} cannot name a provider; use letters, digits, - _ . and not guide` };
    else if (!isKnown && options.base_url === undefined)
      yield { path, message: `${name} is not known to qmux; give its base_url` };
    else yield undefined;
  }
}

function findCommandFault(command: string, registry: Registry): string | undefined {
  if (command === 'none') return undefined;
  return messageOf(() => parseLineParts(registry, command));
}

/** Types, agents and models of templates that cannot be had. */
function* findTemplateFaults(config: Config): Faults {
  const templates = Object.values(config.templates);
  if (templates.length === 0) return;
  const types = mergeTypes(config.types);
  const agents = mergeAgents(config.agents).map(({ name }) => name);
  for (const template of templates)
    for (const session of sessionsOfTemplate(template)) {
      for (const { key, message } of findAnswererFaults(session, { types, agents, config }))
        yield { path: [template.name, ...session.at, key], message };
      yield undefined;
    }
}
