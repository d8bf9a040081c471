import { cliFault } from './errors.ts';
import { Failed } from './failed.ts';

type Answer = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Asks a running platform.
 *
 * @returns the fields of `data`, each a member of a union that is not a `UserError`
 * @throws Failed when the platform says no
 */
export async function askGraphql(url: string, key: string, query: string, variables: object): Promise<Answer> {
  const data = await dataOf<Answer>(url, key, query, variables);
  for (const field of Object.values(data)) {
    if ('code' in field) throw new Failed(`${String(field['message'])} ${String(field['remedy'])} [${String(field['code'])}]`);
  }
  return data;
}

/** Asks for one list. @throws Failed when the platform says no */
export async function listGraphql<Entry>(url: string, key: string, query: string, variables: object): Promise<readonly Entry[]> {
  const [list = []] = Object.values(await dataOf<Readonly<Record<string, readonly Entry[]>>>(url, key, query, variables));
  return list;
}

async function dataOf<Data extends object>(url: string, key: string, query: string, variables: object): Promise<Data> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables }),
    });
  } catch (cause) {
    throw cliFault('platform-unreachable', `No platform answers at ${url}.`, { cause });
  }
  const { data, errors } = (await response.json()) as { data?: Data | null; errors?: { message: string }[] };
  if (!data || (errors && errors.length > 0)) throw new Failed((errors ?? []).map(({ message }) => message).join('\n'));
  return data;
}
