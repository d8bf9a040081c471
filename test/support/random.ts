/** Numbers from 0 up to 1, the same again for the same seed: Park and Miller's generator. Any will do that a seed repeats. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271 + 1) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
