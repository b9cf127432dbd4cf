// The choice of a model, including a search on this machine if nothing names one: for callers that choose
// once. Leaves the order to choose-model.ts; a server, which chooses again and again, keeps what it found
// itself.

import { chooseModel, isOpen, type ModelChoice, type ModelWishes } from './choose-model.js';

/** Takes up to 250 ms where nothing names a model. Rejects with a UserError for a bad name or address. */
export async function findChoice(wishes: Omit<ModelWishes, 'found'>): Promise<ModelChoice> {
  const choice = chooseModel(wishes);
  if (!isOpen(choice)) return choice;
  const { findLocalModel } = await import('./local-models.js');
  return chooseModel({ ...wishes, found: await findLocalModel({ env: wishes.env }) });
}
