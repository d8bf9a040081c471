import { registerHooks } from 'node:module';
import type { ResolveHookSync } from 'node:module';

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
  const resolve: ResolveHookSync = (specifier, context, nextResolve) => {
    if (specifier !== SDK) return nextResolve(specifier, context);
    try {
      return nextResolve(specifier, context);
    } catch {
      return { url: own, shortCircuit: true };
    }
  };
  try {
    registerHooks({ resolve });
  } catch {
    // A runner of specs has a loader of its own, which takes no hooks: there the SDK must lie where it is looked for.
  }
}
