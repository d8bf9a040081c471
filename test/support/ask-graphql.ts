import type { JsonObject } from '@wattledger/kernel';

/** Asks a platform's GraphQL over HTTP, and expects no error. */
export async function askGraphql<Data = JsonObject>(
  { httpUrl }: { readonly httpUrl: string },
  key: string,
  query: string,
  variables: object = {},
): Promise<Data> {
  const response = await fetch(`${httpUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors = [] } = (await response.json()) as { data: Data; errors?: { message: string }[] };
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return data;
}
