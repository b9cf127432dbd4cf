// As much of node-llama-cpp as is used (pure): the user installs it, and the config names where, so its own
// types are not here. Owns these shapes, which are those of its version 3.

export interface LlamaModule {
  getLlama(options: {
    build: 'never';
    skipDownload: boolean;
    progressLogs: boolean;
    logLevel: 'error';
    logger(level: string, message: string): void;
  }): Promise<Llama>;
  LlamaChat: new (options: { contextSequence: LlamaSequence }) => LlamaChat;
}

export interface Llama {
  /** Cores that are of use. */
  readonly cpuMathCores: number;
  loadModel(options: { modelPath: string; onLoadProgress(part: number): void }): Promise<LlamaModel>;
}

export interface LlamaModel {
  readonly tokenizer: Tokenizer;
  /** As large as memory allows, up to what the model was made for. */
  createContext(options: { threads: number }): Promise<LlamaContext>;
}

export interface LlamaContext {
  readonly contextSize: number;
  getSequence(): LlamaSequence;
}

/** Whatever it is: it is only passed on. */
export interface Tokenizer {
  readonly isTokenizer?: never;
}

export interface LlamaSequence {
  /** How many tokens stand in it. */
  readonly nextTokenIndex: number;
  readonly tokenMeter: { readonly usedOutputTokens: number };
  /** Keeps what it begins with of these. */
  adaptStateToTokens(tokens: readonly number[], allowShift: boolean): Promise<void>;
  evaluateWithoutGeneratingNewTokens(tokens: readonly number[]): Promise<void>;
}

export type LlamaChatItem =
  { type: 'system' | 'user'; text: string } | { type: 'model'; response: readonly string[] };

/** Each call takes the whole conversation; what stands in the sequence of it already is used again. */
export interface LlamaChat {
  /** The template of the model. */
  readonly chatWrapper: {
    generateContextState(of: { chatHistory: readonly LlamaChatItem[] }): {
      contextText: { tokenize(tokenizer: Tokenizer): number[] };
    };
  };
  generateResponse(
    history: readonly LlamaChatItem[],
    options: LlamaOptions,
  ): Promise<{ metadata: { stopReason: string } }>;
}

export interface LlamaOptions {
  signal: AbortSignal;
  /** Else it throws the signal's reason, as it does before the first token in any case. */
  stopOnAbortSignal: boolean;
  temperature: number;
  topK: number;
  topP: number;
  minP: number;
  /** segmentType: `thought`, `comment`; undefined: it is the answer itself. */
  onResponseChunk(chunk: { segmentType?: string | undefined; text: string }): void;
  /** Called when the window is full. What it returns replaces the conversation. */
  contextShift: { size: number; strategy(): { chatHistory: readonly LlamaChatItem[] } };
}

/** undefined: it is another module. */
export function asLlamaModule(module: object): LlamaModule | undefined {
  const { getLlama, LlamaChat } = module as Partial<LlamaModule>;
  return typeof getLlama === 'function' && typeof LlamaChat === 'function'
    ? { getLlama, LlamaChat }
    : undefined;
}
