// Reads as many streams as asked for through qmux's own provider and drops what arrives, for streams.mjs:
// what the streams cost without sessions, transcripts and screens. Arguments: base URL, number of streams.
// Prints a line once all are streaming.

import { loadSources } from '../scripts/load-sources.mjs';

const [baseUrl, count] = process.argv.slice(2);
const env = { OPENAI_API_KEY: 'sk-bench', OPENAI_BASE_URL: baseUrl };
const [{ chooseModel }, { loadModel }] = await loadSources([
  'chat/providers/choose-model.ts',
  'chat/providers/load-model.ts',
]);

let streaming = 0;
const consume = async () => {
  const model = await loadModel(chooseModel({ flag: 'openai/bench', env }), env);
  let isFirst = true;
  const messages = [{ role: 'user', text: 'go' }];
  for await (const _event of model.stream({ messages, signal: new AbortController().signal })) {
    if (isFirst && ++streaming === Number(count)) process.stdout.write('all stream\n');
    isFirst = false;
  }
};
await Promise.all(Array.from({ length: Number(count) }, consume));
