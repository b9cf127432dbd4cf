// Faults of a config that only the key table, the registry and the providers can see: names of keys, types
// and models, commands of bindings.

import { mergeAgents } from '../chat/agents/known-agents.js';
import type { Config } from '../config/options.js';
import type { ConfigProblem, ParsedConfig } from '../config/parse-config.js';
import { sessionsOfTemplate } from '../config/templates/template.js';
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
  findConfigProblems(parsed, registry).map(({ text }) => text);

/** The same with their places, and with what is not used because of each. */
export function findConfigProblems(
  { config, problems, problemAt }: ParsedConfig,
  registry: Registry,
): ConfigProblem[] {
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
    const nameFault = findTypeFault(name);
    if (nameFault !== undefined) found.push(problemAt(['types', name], nameFault));
    const fault = findFault(model);
    if (fault !== undefined) found.push(problemAt(['types', name, 'model'], fault));
  }
  for (const { path, message } of findProviderFaults(config)) found.push(problemAt(path, message));
  for (const { path, message } of findAgentFaults(config)) found.push(problemAt(path, message));
  for (const { path, message } of readStatus(config.status).faults)
    found.push(problemAt(['status', ...path], message));
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
      const key = table === 'root_bindings' ? parseKeyName(name) : undefined;
      const fault = (key && whyNotRoot(key, prefix)) ?? findBindingFault(name, command, { names, registry });
      if (fault !== undefined) found.push(problemAt([table, name], fault));
    }
  }
  for (const { path, message } of findTemplateFaults(config))
    found.push(problemAt(['templates', ...path], message, ['templates', ...path.slice(0, 1)]));
  for (const name of Object.keys(config.hosts)) {
    const fault = messageOf(() => checkHost(name));
    if (fault !== undefined) found.push(problemAt(['hosts', name], fault));
  }
  return found.sort((a, b) => a.line - b.line || a.column - b.column);
}

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
function findAgentFaults({
  agent,
  agents,
  types,
}: Pick<Config, 'agent' | 'agents' | 'types'>): { path: string[]; message: string }[] {
  const known = mergeAgents(agents).map(({ name }) => name);
  const isKnown = new Set(known);
  const allTypes = mergeTypes(types);
  const faults: { path: string[]; message: string }[] = [];
  for (const [name, { command }] of Object.entries(agents)) {
    const path = ['agents', name];
    if (findType(allTypes, name))
      faults.push({ path, message: `${name} is the name of a type; choose another name` });
    else if (!isTypeName(name))
      faults.push({
        path,
        message:
          'an agent must be one word of letters, digits, - _ . with at least one letter; choose another name',
      });
    else if (command === undefined && !isKnown.has(name))
      faults.push({ path, message: `${name} is not known to qmux; give its command` });
  }
  const named = [
    { path: ['agent'], name: agent },
    ...Object.entries(types).map(([type, { agent: name }]) => ({ path: ['types', type, 'agent'], name })),
  ];
  for (const { path, name } of named)
    if (name !== undefined && findAgentName(known, name) === undefined)
      faults.push({ path, message: `no agent ${name}; the agents are ${known.join(', ')}` });
  return faults;
}

/** Tables that no model name could mean, or that lead nowhere. */
function findProviderFaults({ providers }: Pick<Config, 'providers'>): { path: string[]; message: string }[] {
  return Object.keys(providers).flatMap((name) => {
    const path = ['providers', name];
    const { address, addressVariable, options } = findProvider(name, providers) ?? { options: {} };
    if (name === 'guide' || !/^[\w.-]+$/.test(name))
      return [{ path, message: `${name} cannot name a provider; use letters, digits, - _ . and not guide` }];
    const isKnown = address !== undefined || addressVariable !== undefined || name === 'lmstudio';
    return isKnown || options.base_url !== undefined
      ? []
      : [{ path, message: `${name} is not known to qmux; give its base_url` }];
  });
}

function findCommandFault(command: string, registry: Registry): string | undefined {
  if (command === 'none') return undefined;
  return messageOf(() => parseLineParts(registry, command));
}

/** Types, agents and models of templates that cannot be had. */
function findTemplateFaults(config: Config): { path: string[]; message: string }[] {
  const templates = Object.values(config.templates);
  if (templates.length === 0) return [];
  const types = mergeTypes(config.types);
  const agents = mergeAgents(config.agents).map(({ name }) => name);
  return templates.flatMap((template) =>
    sessionsOfTemplate(template).flatMap((session) =>
      findAnswererFaults(session, { types, agents, config }).map(({ key, message }) => ({
        path: [template.name, ...session.at, key],
        message,
      })),
    ),
  );
}
