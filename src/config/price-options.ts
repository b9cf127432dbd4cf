// The table [prices] (pure): its shape and fields. Leaves what they mean to chat/providers/.

import { amount, type Shape } from './shape.js';

/** USD for a million tokens. */
export interface PriceOptions {
  input: number;
  output: number;
  cached?: number;
}

export const PRICE_FIELDS: Record<keyof PriceOptions, Shape> = {
  input: amount('the price of a million tokens in USD'),
  output: amount('the price of a million tokens in USD'),
  cached: amount('the price of a million tokens in USD'),
};
