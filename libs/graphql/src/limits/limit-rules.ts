import type { ValidationRule } from 'graphql';
import type { GraphqlSettings } from '../settings.ts';
import { depthLimit } from './depth-limit.ts';
import { rootFieldLimit } from './root-field-limit.ts';

/** What is checked of every document beside the rules of the specification, over HTTP and over web sockets alike. */
export const limitRules = ({ maxDepth, maxRootFields }: GraphqlSettings): readonly ValidationRule[] => [
  depthLimit(maxDepth),
  rootFieldLimit(maxRootFields),
];
