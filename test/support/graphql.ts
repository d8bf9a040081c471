import type { JsonObject } from '@wattledger/kernel';

export type Data = Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;

interface Addressed {
  readonly httpUrl: string;
}

/** Asks the API over HTTP, without a key where none is given. */
export async function ask<Told = Data>(
  { httpUrl }: Addressed,
  query: string,
  variables: object = {},
  key?: string,
): Promise<{ status: number; data: Told; codes: string[]; messages: string[] }> {
  const answer = await fetch(`${httpUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors = [] } = (await answer.json()) as {
    data?: Told;
    errors?: { message: string; extensions: { code: string } }[];
  };
  const codes = errors.map(({ extensions }) => extensions.code);
  return { status: answer.status, data: data ?? ({} as Told), codes, messages: errors.map(({ message }) => message) };
}

/** Asks the API over HTTP, and expects no error. */
export async function askGraphql<Told = JsonObject>(
  platform: Addressed,
  key: string,
  query: string,
  variables: object = {},
): Promise<Told> {
  const { data, messages } = await ask<Told>(platform, query, variables, key);
  if (messages.length > 0) throw new Error(messages.join('\n'));
  return data;
}
