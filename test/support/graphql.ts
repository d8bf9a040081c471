import type { TestPlatform } from './test-platform.ts';

export type Data = Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;

/** Asks the API over HTTP, without a key where none is given. */
export async function ask(
  platform: TestPlatform,
  query: string,
  variables: object = {},
  key?: string,
): Promise<{ status: number; data: Data; codes: string[] }> {
  const answer = await fetch(`${platform.httpUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors = [] } = (await answer.json()) as { data: Data; errors?: { extensions: { code: string } }[] };
  return { status: answer.status, data: data ?? {}, codes: errors.map(({ extensions }) => extensions.code) };
}
