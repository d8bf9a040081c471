import type { Recipe } from './row-store.ts';

/** Raise it when a store writes the same rows differently. */
const LAYOUT = 2;

/** Equal for recipes that make equal rows. */
export const recipeText = ({ factsVersion, projections }: Recipe): string =>
  JSON.stringify({
    layout: LAYOUT,
    factsVersion,
    projections: projections.map(({ name, version, overlays, table }) => ({ name, version, overlays, table })),
  });
