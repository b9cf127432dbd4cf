// The options local_module, [providers] and [prices] (pure): part of the table of options.ts. Leaves fields
// of tables to provider-options.ts and price-options.ts.

import { PRICE_FIELDS, type PriceOptions } from './price-options.js';
import { PROVIDER_FIELDS, REFUSED_FIELDS, type ProviderOptions } from './provider-options.js';
import { text, type Option } from './shape.js';

interface ModelTables {
  providers: Option<Record<string, ProviderOptions>>;
  prices: Option<Record<string, PriceOptions>>;
}

export const LOCAL_MODULE: Option<string | undefined> = {
  name: 'local_module',
  shape: text('the path of a folder as text'),
  default: undefined,
  reason:
    'Where node-llama-cpp is installed, for models in files: local/FILE.gguf. The folder node_modules/node-llama-cpp, or the file in it that is imported; a path that does not begin with / or ~/ begins at the directory of this file. qmux does not bring it: it is large, and fits the machine on which it is installed.',
  example: 'local_module = "~/llama/node_modules/node-llama-cpp"',
};

export const MODEL_TABLES: ModelTables = {
  providers: {
    name: 'providers',
    shape: {
      type: 'map',
      of: {
        type: 'table',
        fields: PROVIDER_FIELDS,
        refused: REFUSED_FIELDS,
        expected: 'a table with base_url, env_key, models, headers, insecure, context_window',
      },
      expected: 'a table of providers',
    },
    default: {},
    reason:
      'Providers of models: changes to those that qmux knows, or other servers that speak the chat-completions wire format; models are then named NAME/MODEL. env_key is the name of the variable with the key, models what /model offers, context_window how many tokens its models hold. Values of headers can contain ${VAR}; keys themselves are refused in this file. An address that begins with http:// is used only on this machine, unless insecure = true.',
    example:
      '[providers.lab]\nbase_url = "https://models.lab.example/v1"\nenv_key = "LAB_API_KEY"\nmodels = ["small", "large"]\nheaders = { "X-Team" = "${TEAM}" }\ncontext_window = 128000',
  },
  prices: {
    name: 'prices',
    shape: {
      type: 'map',
      of: {
        type: 'table',
        fields: PRICE_FIELDS,
        required: ['input', 'output'],
        expected: 'a table with input and output (and cached), each the price of a million tokens in USD',
      },
      expected: 'a table of models',
    },
    default: {},
    reason:
      'What models cost, in USD for a million tokens, by the names that chats show. It goes before the built-in table, which has the usual models only and may be older than a price. A model that is in neither is shown with the cost unknown.',
    example: '[prices]\n"lab/large" = { input = 0.5, output = 1.5, cached = 0.1 }',
  },
};
