import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { environment, readSettings } from '@wattledger/platform';
import { z } from 'zod';
import { deployFiles, documentsOf, membersOf, textOf } from '../support/deployment.ts';
import { TestPlatform } from '../support/test-platform.ts';

const alertRules = z.array(
  z.object({
    alert: z.string(),
    expr: z.string(),
    labels: z.object({ severity: z.enum(['page', 'ticket']) }),
    annotations: z.object({ summary: z.string(), runbook: z.string() }),
  }),
);
const variables = z.record(z.string(), z.string());
const listedVariables = z
  .array(z.object({ name: z.string(), value: z.string() }))
  .transform((list) => Object.fromEntries(list.map(({ name, value }) => [name, value])));

/** What the secret holds that the manifests name. */
const kubernetesSecret = {
  WATTLEDGER_EVENTSTORE_URL: 'esdb://admin:changeit@eventstore:2113',
  WATTLEDGER_DATABASE_URL: 'postgres://wattledger:changeit@postgres/wattledger',
  WATTLEDGER_MASTER_KEY: 'x'.repeat(64),
  WATTLEDGER_ADMIN_KEY: 'x'.repeat(64),
};

const yamlFiles = deployFiles.map(({ name }) => name).filter((name) => /\.ya?ml$/.test(name));
const inYaml = (member: string, pattern = /./) =>
  yamlFiles.filter((name) => pattern.test(name)).flatMap((name) => documentsOf(name).flatMap((tree) => membersOf(tree, member)));
const alerts = inYaml('rules', /alerts\.yml$/).flatMap((rules) => alertRules.parse(rules));

let platform: TestPlatform;
beforeAll(async () => {
  platform = await TestPlatform.start();
});
afterAll(() => platform.stop());

describe('what is there to deploy with', () => {
  it.each(yamlFiles)('%s can be read', (name) => {
    expect(documentsOf(name).filter((document) => typeof document !== 'object')).toEqual([]);
  });

  it('uses settings that there are', () => {
    const used = deployFiles.flatMap(({ text }) => text.match(/WATTLEDGER_[A-Z_]+\b(?!_)/g) ?? []);
    expect(used.length).toBeGreaterThan(20);
    expect([...new Set(used)].filter((name) => !(name in environment))).toEqual([]);
  });

  it('sets every process so that it starts', () => {
    const containers = inYaml('env', /^kubernetes/).map((env) => ({ ...kubernetesSecret, ...listedVariables.parse(env) }));
    const services = inYaml('environment', /^compose/).map((set) => variables.parse(set));
    const processes = [...containers, ...services].filter((set) => 'WATTLEDGER_ROLES' in set);
    expect(processes).toHaveLength(8);
    for (const set of processes) {
      const filled = Object.entries(set).map(
        ([name, value]) => [name, value.replaceAll(/\$\{[^}]+\}/g, 'x'.repeat(64))] as const,
      );
      expect(() => readSettings(Object.fromEntries(filled))).not.toThrow();
    }
  });

  it('names the version of every image', () => {
    const images = [...inYaml('image', /^compose/), ...(textOf('Containerfile').match(/(?<=^ARG NODE_IMAGE=)\S+/gm) ?? [])];
    expect(images.length).toBeGreaterThan(6);
    expect(images.filter((image) => !/^\S+:v?\d+\.\d+(\.\d+)?(-\w+)*$/.test(String(image)))).toEqual([]);
    // In Kubernetes it is the kustomization that names it.
    expect(inYaml('newTag', /kustomization/)).toEqual(
      inYaml('image', /^compose/)
        .flatMap((image) => /^wattledger:(.*)/.exec(String(image))?.[1] ?? [])
        .slice(0, 1),
    );
  });

  it('asks for health at addresses that answer', async () => {
    const asked = new Set(deployFiles.flatMap(({ text }) => text.match(/(?<=[\s`}])\/(?:health\/\w+|metrics)\b/g) ?? []));
    asked.add('/health/live');
    expect([...asked].sort()).toEqual(['/health/live', '/health/ready', '/metrics']);
    for (const path of asked) expect((await fetch(`${platform.httpUrl}${path}`)).status).toBe(200);
  });
});

describe('the alarms', () => {
  it('watch what the platform tells, or the machine', async () => {
    const told = await (await fetch(`${platform.httpUrl}/metrics`)).text();
    const metrics = new Set([...told.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    const watched = alerts.flatMap(({ expr }) => expr.match(/\b(wattledger|nodejs|process|node|probe)_[a-z0-9_]+/g) ?? []);
    const ofPlatform = watched.filter((name) => !/^(node|probe)_/.test(name)).map((name) => name.replace(/_bucket$/, ''));
    expect(ofPlatform.length).toBeGreaterThan(15);
    expect(ofPlatform.filter((name) => !metrics.has(name))).toEqual([]);
  });

  it('are each explained in the guide, which explains no other', () => {
    const guide = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
    const chapter = /^## What each alarm means$(.*?)^## /ms.exec(guide)?.[1] ?? '';
    const explained = [...chapter.matchAll(/^### (\S+)$/gm)].map(([, name]) => name);
    expect(explained.sort()).toEqual(alerts.map(({ alert }) => alert).sort());
    for (const { alert, annotations } of alerts) expect(annotations.runbook).toBe(`docs/operations.md#${alert.toLowerCase()}`);
  });

  it('leave no metric of the platform out of the guide', async () => {
    const guide = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
    const told = await (await fetch(`${platform.httpUrl}/metrics`)).text();
    const metrics = [...told.matchAll(/^# TYPE (wattledger_\S+)/gm)].map(([, name]) => name ?? '');
    expect(metrics.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
  });
});
