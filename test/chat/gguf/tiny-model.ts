// A model of two layers with random weights in the format GGUF, so that node-llama-cpp itself can be tried
// without a download. Its answers are words without sense. Owns only the bytes.

const LAYERS = 2;
const SIZE = 64;
const HEADS = 4;
const INNER = 128;
const TYPES = { count: 4, integer: 5, number: 6, text: 8, list: 9 };
const WORDS =
  'the of and to in is you that it he was for on are as with his they at be this have from or one'.split(' ');
const BYTES = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
);
const TOKENS = [
  '<unk>',
  '<s>',
  '</s>',
  ...BYTES,
  ...WORDS.map((word) => `\u2581${word}`),
  '\u2581',
  ...'abcdefghijklmnopqrstuvwxyz.:',
];
const FIRST_WORD = 3 + BYTES.length;
const TEMPLATE =
  "{% for m in messages %}{{ '<s>' + m['role'] + ': ' + m['content'] + '</s>' }}{% endfor %}{% if add_generation_prompt %}{{ '<s>assistant: ' }}{% endif %}";

/** window: in tokens. */
export function tinyModel(window: number): Uint8Array {
  const facts = [
    fact('general.architecture', text('llama'), TYPES.text),
    ...Object.entries({
      context_length: window,
      embedding_length: SIZE,
      block_count: LAYERS,
      feed_forward_length: INNER,
      'attention.head_count': HEADS,
      'attention.head_count_kv': HEADS,
      'rope.dimension_count': SIZE / HEADS,
      vocab_size: TOKENS.length,
    }).map(([name, value]) => fact(`llama.${name}`, count(value), TYPES.count)),
    fact('llama.attention.layer_norm_rms_epsilon', number(1e-5), TYPES.number),
    fact('tokenizer.ggml.model', text('llama'), TYPES.text),
    list('tokenizer.ggml.tokens', TOKENS.map(text), TYPES.text),
    list(
      'tokenizer.ggml.scores',
      TOKENS.map((_, at) => number(-at / 10)),
      TYPES.number,
    ),
    list(
      'tokenizer.ggml.token_type',
      TOKENS.map((_, at) => count(kindOf(at))),
      TYPES.integer,
    ),
    fact('tokenizer.ggml.bos_token_id', count(1), TYPES.count),
    fact('tokenizer.ggml.eos_token_id', count(2), TYPES.count),
    fact('tokenizer.chat_template', text(TEMPLATE), TYPES.text),
  ];
  const tensors = shapes().map(([name, ...shape]) => ({ name, shape, bytes: weights(name, shape) }));
  let offset = 0;
  const headings = tensors.map(({ name, shape, bytes }) => {
    const heading = [text(name), count(shape.length), ...shape.map(long), count(0), long(offset)];
    offset += bytes.length;
    return Buffer.concat(heading);
  });
  const start = [Buffer.from('GGUF'), count(3), long(tensors.length), long(facts.length)];
  const head = padded(Buffer.concat([...start, ...facts, ...headings]));
  return Buffer.concat([head, ...tensors.map(({ bytes }) => bytes)]);
}

/** Of llama.cpp: unknown, control, byte, normal. */
const kindOf = (at: number): number => (at === 0 ? 2 : at < 3 ? 3 : at < FIRST_WORD ? 6 : 1);

type Shape = [name: string, ...shape: number[]];

function shapes(): Shape[] {
  const layers = Array.from({ length: LAYERS }, (_, layer) => {
    const square = ['attn_q', 'attn_k', 'attn_v', 'attn_output'].map((name): Shape => [name, SIZE, SIZE]);
    const all: Shape[] = [
      ['attn_norm', SIZE],
      ...square,
      ['ffn_norm', SIZE],
      ['ffn_gate', SIZE, INNER],
      ['ffn_up', SIZE, INNER],
      ['ffn_down', INNER, SIZE],
    ];
    return all.map(([name, ...shape]): Shape => [`blk.${layer}.${name}.weight`, ...shape]);
  });
  return [
    ['token_embd.weight', SIZE, TOKENS.length],
    ...layers.flat(),
    ['output_norm.weight', SIZE],
    ['output.weight', SIZE, TOKENS.length],
  ];
}

function weights(name: string, shape: readonly number[]): Buffer {
  let seed = name.length + shape.length;
  const values = Float32Array.from({ length: shape.reduce((size, each) => size * each, 1) }, (_, at) => {
    if (name.includes('norm')) return 1;
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    // Bytes and marks hardly ever follow: the answer is text, and does not end.
    const isRare = name === 'output.weight' && at < FIRST_WORD * SIZE;
    return (seed / 2 ** 31 - 1) * (isRare ? 0.003 : 0.3);
  });
  return padded(Buffer.from(values.buffer));
}

const padded = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((32 - (bytes.length % 32)) % 32)]);

function count(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

const text = (value: string): Buffer => Buffer.concat([long(Buffer.byteLength(value)), Buffer.from(value)]);

const fact = (name: string, value: Buffer, type: number): Buffer =>
  Buffer.concat([text(name), count(type), value]);

const list = (name: string, values: readonly Buffer[], type: number): Buffer =>
  Buffer.concat([text(name), count(TYPES.list), count(type), long(values.length), ...values]);
