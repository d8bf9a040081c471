import type { SectionResult } from './section.ts';

/** A Markdown table with its columns lined up, and the notes below it. */
export function asTable({ columns, rows, notes = [] }: SectionResult): string {
  const widths = columns.map((column, index) => Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, index) => (cells[index] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(columns), rule, ...rows.map(line), ...notes.map((note) => `\n${note}`)].join('\n');
}
