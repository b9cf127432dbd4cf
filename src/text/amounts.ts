// Counts and sums of money as short texts.

/** `$0.0012`, `$3.40`: two digits that say something. */
export function spellAmount({ amount, currency }: { amount: number; currency: string }): string {
  const digits = amount >= 0.1 || amount === 0 ? 2 : Math.min(6, 1 - Math.floor(Math.log10(amount)));
  const number = amount.toFixed(digits);
  return currency === 'USD' ? `$${number}` : `${number} ${currency}`;
}

const THOUSAND = 1_000;

/** `950`, `1.2k`, `34k`, `1.2M`. */
export function shortCount(count: number): string {
  if (count < THOUSAND) return String(count);
  const isMillions = count >= 999_500;
  const value = count / (isMillions ? THOUSAND ** 2 : THOUSAND);
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)}${isMillions ? 'M' : 'k'}`;
}
