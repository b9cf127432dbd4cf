// What the user can set in an agent's session (pure): agents report it as config options, as modes, as
// models, or as several of these. Owns putting them into one list, and how each is set. Invariant: a setting
// that is reported twice, as mode and as config option, is listed once.

import type { ModelOption, OptionValue } from '../model-event.js';
import { asFields, asFieldsList, asFlag, asText, defined, type Fields } from './wire-fields.js';

/** How an option is set; the session's id is added by whoever sends it. */
export interface SetRequest {
  method: 'session/set_config_option' | 'session/set_mode' | 'session/set_model';
  params: Readonly<Record<string, unknown>>;
}

interface Setting {
  option: ModelOption;
  via: 'config' | 'flag' | 'mode' | 'model';
}

const CATEGORIES: Readonly<Record<string, ModelOption['category']>> = {
  mode: 'mode',
  model: 'model',
  thought_level: 'effort',
};

/** Of an option that is on or off. */
const FLAG_VALUES: readonly OptionValue[] = [
  { value: 'yes', name: 'yes' },
  { value: 'no', name: 'no' },
];

export class SessionOptions {
  #config: Setting[] = [];
  #mode: Setting | undefined;
  #model: Setting | undefined;

  /** In the agent's order. */
  get list(): readonly ModelOption[] {
    return this.#settings().map(({ option }) => option);
  }

  find(category: ModelOption['category']): ModelOption | undefined {
    return this.list.find((option) => option.category === category);
  }

  /** A result of session/new, load, resume or set_config_option. false: it says nothing about options. */
  read(result: unknown): boolean {
    const fields = asFields(result);
    const before = [this.#config, this.#mode, this.#model];
    if (Array.isArray(fields?.['configOptions'])) this.readConfig(fields['configOptions']);
    this.#mode = readModes(fields?.['modes']) ?? this.#mode;
    this.#model = readModels(fields?.['models']) ?? this.#model;
    return [this.#config, this.#mode, this.#model].some((each, at) => each !== before[at]);
  }

  /** All config options, in place of the ones before. */
  readConfig(options: unknown): void {
    this.#config = asFieldsList(options).flatMap((fields) => readConfigOption(fields) ?? []);
  }

  /** The agent is in this mode now. */
  setMode(mode: string): void {
    const ofConfig = this.#config.find(({ option }) => option.category === 'mode');
    if (ofConfig) this.noteSet(ofConfig.option.id, mode);
    if (this.#mode) this.#mode = withCurrent(this.#mode, mode);
  }

  /** undefined: there is no such option, or it does not have that value. */
  requestFor(id: string, value: string): SetRequest | undefined {
    const setting = this.#settings().find(({ option }) => option.id === id);
    if (!setting?.option.values.some((each) => each.value === value)) return undefined;
    if (setting.via === 'mode') return { method: 'session/set_mode', params: { modeId: value } };
    if (setting.via === 'model') return { method: 'session/set_model', params: { modelId: value } };
    const typed =
      setting.via === 'flag' ? { type: 'boolean', value: value === 'yes' } : { type: 'select', value };
    return { method: 'session/set_config_option', params: { configId: id, ...typed } };
  }

  /** The agent accepted it. */
  noteSet(id: string, value: string): void {
    const change = (setting: Setting): Setting =>
      setting.option.id === id ? withCurrent(setting, value) : setting;
    this.#config = this.#config.map(change);
    this.#mode &&= change(this.#mode);
    this.#model &&= change(this.#model);
  }

  #settings(): Setting[] {
    const has = (category: string): boolean =>
      this.#config.some(({ option }) => option.category === category);
    return [
      ...this.#config,
      ...(this.#mode && !has('mode') ? [this.#mode] : []),
      ...(this.#model && !has('model') ? [this.#model] : []),
    ];
  }
}

const withCurrent = (setting: Setting, current: string): Setting => ({
  ...setting,
  option: { ...setting.option, current },
});

function readConfigOption(fields: Fields): Setting | undefined {
  const id = asText(fields['id']);
  if (id === undefined) return undefined;
  const common = {
    id,
    name: asText(fields['name']) ?? id,
    category: CATEGORIES[asText(fields['category']) ?? ''] ?? 'other',
  };
  if (fields['type'] === 'boolean') {
    const current = asFlag(fields['currentValue']) ? 'yes' : 'no';
    return { via: 'flag', option: { ...common, current, values: FLAG_VALUES } };
  }
  const current = asText(fields['currentValue']);
  if (current === undefined) return undefined;
  // Values may be in groups, which have names of their own.
  const values = asFieldsList(fields['options']).flatMap((each) =>
    Array.isArray(each['options']) ? asFieldsList(each['options']) : [each],
  );
  return {
    via: 'config',
    option: { ...common, current, values: values.flatMap((each) => readValue(each, 'value')) },
  };
}

function readModes(modes: unknown): Setting | undefined {
  const fields = asFields(modes);
  const current = asText(fields?.['currentModeId']);
  if (current === undefined) return undefined;
  const values = asFieldsList(fields?.['availableModes']).flatMap((each) => readValue(each, 'id'));
  return { via: 'mode', option: { id: 'mode', name: 'Mode', category: 'mode', current, values } };
}

function readModels(models: unknown): Setting | undefined {
  const fields = asFields(models);
  const current = asText(fields?.['currentModelId']);
  if (current === undefined) return undefined;
  const values = asFieldsList(fields?.['availableModels']).flatMap((each) => readValue(each, 'modelId'));
  return { via: 'model', option: { id: 'model', name: 'Model', category: 'model', current, values } };
}

function readValue(fields: Fields, key: string): OptionValue[] {
  const value = asText(fields[key]);
  if (value === undefined) return [];
  const description = asText(fields['description']);
  return [{ value, name: asText(fields['name']) ?? value, ...defined({ description }) }];
}
