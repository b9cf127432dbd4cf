// What a user chooses of what an agent offers: its mode, model and effort. Owns which value a word means.

import type { Agent } from '../../chat/agents/agent.js';
import type { ModelOption } from '../../chat/model-event.js';
import type { AgentSettings } from '../../store/session-record.js';
import { UserError } from '../../text/user-error.js';

export type OptionCategory = keyof AgentSettings;

type OptionValue = ModelOption['values'][number];

/** The agent runs. Rejects with a UserError that names what there is. name: of the agent. */
export async function chooseOption(
  agent: Pick<Agent, 'options' | 'setOption'>,
  { name, category, wanted }: { name: string; category: OptionCategory; wanted: string },
): Promise<OptionValue> {
  const option = agent.options.find((each) => each.category === category);
  if (!option) throw new UserError(`${name} has no ${category} to choose`);
  const value = findValue(option, wanted);
  if (!value)
    throw new UserError(
      `${name} has no ${category} ${wanted}; it has ${option.values.map((each) => each.value).join(', ')}`,
    );
  await agent.setOption(option.id, value.value);
  return value;
}

/** By its id or its name, without regard to case. */
function findValue({ values }: ModelOption, wanted: string): OptionValue | undefined {
  const lower = wanted.toLowerCase();
  return (
    values.find(({ value }) => value === wanted) ??
    values.find(({ value, name }) => [value, name].some((each) => each.toLowerCase() === lower))
  );
}
