// From a choice to a model one can talk to. Owns which module implements which provider; each is loaded by import()
// only when it is chosen, since a provider's package costs more to load than all of an attach.

import type { ChatModel } from '../ports.js';
import type { ModelChoice } from './choose-model.js';

/**
 * env: of the client whose keys and PATH count. Never rejects for a missing or wrong key: the model's stream says so,
 * where the user can see what it was the answer to.
 */
export async function loadModel(
  choice: ModelChoice,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ChatModel> {
  if (choice.provider === 'openai') {
    const { createOpenAiModel } = await import('./openai-compatible.js');
    const { modelName, baseUrl } = choice;
    return createOpenAiModel({ modelName, baseUrl, apiKey: env['OPENAI_API_KEY']?.trim() || undefined });
  }
  const [{ createGuide }, { loadGuideIndex }, { findPathPrograms }] = await Promise.all([
    import('./guide.js'),
    import('./load-guide-index.js'),
    import('./path-programs.js'),
  ]);
  return createGuide({
    loadIndex: loadGuideIndex,
    findPrograms: (names) => findPathPrograms(names, env['PATH']),
  });
}
