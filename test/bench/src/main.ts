/**
 * The benchmark: the platform against a bare `ws` server that parses and answers, in turn, on the same machine.
 *
 * `npm run bench -- --quick`, `npm run bench -- --mixes whole-session --versions 1.6 --stations 200 --json bench.json`
 *
 * Absolute numbers are the machine's mood; the ratios are what counts.
 */
import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { Arguments } from './arguments.ts';
import type { BenchContext, BenchSettings, SectionResult } from './section.ts';
import { sections, usualSections } from './sections.ts';
import { benchVersions, mixes } from './scripts.ts';
import { bareServer, platform } from './subject.ts';
import type { Subject } from './subject.ts';
import { asTable } from './table.ts';

const USAGE = `npm run bench -- [options]

  --mixes heartbeat,meter-values,whole-session   --versions 1.6,2.0.1   --stations 50,200,1000
  --seconds 3      measured per run               --rounds 5             bare and platform in turn, medians are told
  --sections ${sections.map(({ name }) => name).join(',')}
  --plugins        what a plugin that throws, never answers or loops for ever costs the stations: the section \`plugins\` alone
  --quick          200 stations, 2 seconds, 3 rounds, unless told otherwise
  --platform "node apps/platform/dist/main.js"    how the built platform is started
  --subject bare   measures the bare server against itself: how far the ratios can be trusted
  --json FILE      all figures of all rounds`;

const given = new Arguments(
  ['mixes', 'versions', 'stations', 'seconds', 'rounds', 'sections', 'subject', 'platform', 'json'],
  ['quick', 'plugins', 'help'],
);

function settingsFrom(): BenchSettings {
  const quick = given.isSet('quick');
  return {
    mixes: given.choices('mixes', mixes, given.isSet('plugins') ? ['whole-session'] : mixes),
    versions: given.choices('versions', benchVersions, given.isSet('plugins') ? ['1.6'] : benchVersions),
    stations: given.numbers('stations', quick ? [200] : [50, 200, 1_000]),
    seconds: given.number('seconds', quick ? 2 : 3),
    rounds: given.number('rounds', quick ? 3 : 5),
  };
}

function subjectFrom(): Subject {
  if (given.choice('subject', ['platform', 'bare'] as const, 'platform') === 'bare') return bareServer('bare ws again');
  return platform(commandFrom());
}

function commandFrom(): readonly [string, ...string[]] {
  const [program = 'node', ...words] = given
    .text('platform', 'node --max-semi-space-size=64 apps/platform/dist/main.js')
    .split(' ');
  return [program, ...words];
}

async function bench(): Promise<void> {
  const settings = settingsFrom();
  const context: BenchContext = {
    bare: bareServer(),
    subject: subjectFrom(),
    platformWith: (name, environment) => platform(commandFrom(), name, environment),
    settings,
    say: (what) => console.error(`${new Date().toISOString().slice(11, 19)}  ${what}`),
  };
  const names = sections.map(({ name }) => name);
  const usual = given.isSet('plugins') ? ['plugins'] : usualSections.map(({ name }) => name);
  const wanted = given.choices('sections', names, usual);
  const results: Record<string, SectionResult> = {};
  for (const section of sections.filter(({ name }) => wanted.includes(name))) {
    context.say(section.title);
    const result = await section.run(context);
    results[section.name] = result;
    console.log(`\n${section.title}\n\n${asTable(result)}\n`);
  }
  const file = given.text('json', '');
  if (file !== '') {
    const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length, memoryBytes: totalmem() };
    const data = Object.fromEntries(Object.entries(results).map(([name, result]) => [name, result.data]));
    await writeFile(file, JSON.stringify({ at: new Date(), machine, settings, sections: data }, undefined, 2));
    context.say(`wrote ${file}`);
  }
}

try {
  if (given.isSet('help')) console.log(USAGE);
  else await bench();
} catch (reason) {
  console.error(reason instanceof Error ? reason.message : reason);
  process.exitCode = 1;
}
