type Asked<Value> = Map<string, PromiseWithResolvers<Value | undefined>>;

/** Makes one question of all those that one turn of the event loop asks: in the morning many new drivers come at once. */
export function gathered<Value>(
  answer: (subjects: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): (subject: string) => Promise<Value | undefined> {
  let asked: Asked<Value> | undefined;
  const ask = async (together: Asked<Value>): Promise<void> => {
    asked = undefined;
    try {
      // In one order everywhere, so that two processes never wait for each other.
      const answers = await answer([...together.keys()].sort());
      for (const [subject, { resolve }] of together) resolve(answers.get(subject));
    } catch (error) {
      for (const { reject } of together.values()) reject(error);
    }
  };
  return (subject) => {
    if (!asked) {
      const together: Asked<Value> = (asked = new Map());
      setImmediate(() => void ask(together));
    }
    const waiting = asked.get(subject) ?? Promise.withResolvers<Value | undefined>();
    asked.set(subject, waiting);
    return waiting.promise;
  };
}
