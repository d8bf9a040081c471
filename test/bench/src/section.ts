import type { BenchVersion, Mix } from './scripts.ts';
import type { Subject } from './subject.ts';

/** One part of the benchmark. To add one, write it in a file of its own and list it in `sections.ts`. */
export interface Section {
  /** For `--sections`, in kebab-case. */
  readonly name: string;
  readonly title: string;
  run(context: BenchContext): Promise<SectionResult>;
}

export interface BenchContext {
  /** The yardstick. */
  readonly bare: Subject;
  /** What is measured against it. */
  readonly subject: Subject;
  /** The platform with other settings, for sections that measure it against itself. */
  readonly platformWith: (name: string, environment: Readonly<Record<string, string>>) => Subject;
  readonly settings: BenchSettings;
  /** Says on standard error what is being done. */
  readonly say: (what: string) => void;
}

export interface BenchSettings {
  readonly mixes: readonly Mix[];
  readonly versions: readonly BenchVersion[];
  readonly stations: readonly number[];
  /** Measured per run. */
  readonly seconds: number;
  /** Each round measures the yardstick and the subject once; medians over the rounds are told. */
  readonly rounds: number;
}

/** A table to print, and the same, and more, as data. */
export interface SectionResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What the table cannot say: a footnote. */
  readonly notes?: readonly string[];
  readonly data: unknown;
}
