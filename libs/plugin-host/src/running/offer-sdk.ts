import { registerHooks } from 'node:module';

const SDK = '@wattledger/plugin-sdk';
let offered = false;

/**
 * Lets a plugin import the platform's own SDK wherever it lies: a single file somewhere has no `node_modules` beside it. An SDK that is
 * installed beside a plugin is found first.
 */
export function offerSdk(): void {
  if (offered) return;
  offered = true;
  const own = import.meta.resolve(SDK);
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier !== SDK) return nextResolve(specifier, context);
      try {
        return nextResolve(specifier, context);
      } catch {
        return { url: own, shortCircuit: true };
      }
    },
  });
}
