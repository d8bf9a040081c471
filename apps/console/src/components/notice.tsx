import type { ReactNode } from 'react';
import type { CombinedError } from 'urql';

/** Shown only when an answer takes a noticeable time. */
export const Waiting = ({ what }: { readonly what: string }) => (
  <p className="waiting" role="status">
    Loading {what} …
  </p>
);

/** Nothing is there, and what to do about it. */
export const Empty = ({ title, children }: { readonly title: string; readonly children?: ReactNode }) => (
  <div className="empty">
    <p className="empty-title">{title}</p>
    {children && <p>{children}</p>}
  </div>
);

export function Problem({ error, onRetry }: { readonly error: CombinedError; readonly onRetry?: () => void }) {
  const { message, remedy } = told(error);
  return (
    <div className="problem" role="alert">
      <p>
        <strong>{message}</strong> {remedy}
      </p>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** The platform's own words where it said something, ours where it could not be asked. */
export function told({ networkError, graphQLErrors: [first] }: CombinedError): {
  readonly message: string;
  readonly remedy: string;
} {
  if (first) {
    const remedy: unknown = first.extensions['remedy'];
    return { message: first.message, remedy: typeof remedy === 'string' ? remedy : '' };
  }
  return {
    message: 'The platform does not answer.',
    remedy: `Check that it runs and that this machine can reach it.${networkError ? ` (${networkError.message})` : ''}`,
  };
}
