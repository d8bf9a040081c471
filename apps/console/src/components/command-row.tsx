import { quantity } from '../format/quantities.ts';
import { asTitle, inWords, spaced } from '../format/words.ts';
import type { Command, CommandStatus } from '../graphql/commands.ts';
import { Badge } from './badge.tsx';
import type { Tone } from './badge.tsx';
import { Ago } from './time.tsx';

const tones: Readonly<Record<CommandStatus, Tone>> = {
  REQUESTED: 'busy',
  SENT: 'busy',
  ACCEPTED: 'good',
  REJECTED: 'bad',
  REFUSED: 'bad',
  FAILED: 'bad',
  EXPIRED: 'warning',
  UNANSWERED: 'warning',
};

/** What was asked, and what has become of it so far. */
export function CommandRow({ command }: { readonly command: Command }) {
  const { name, action, status, answer, answerStatus, errorCode, errorDescription, reading, doneAt, requestedAt, requestedBy } =
    command;
  const awaited = name === 'REQUEST_BATTERY_STATUS' && status === 'ACCEPTED' && doneAt === null;
  return (
    <li className="command">
      <details>
        <summary>
          <strong>{name === 'SEND_CALL' && action ? `Send ${action}` : asTitle(name)}</strong>
          <Badge tone={tones[status]}>{inWords(status)}</Badge>
          {answerStatus && answerStatus.toLowerCase() !== inWords(status) && <span>{spaced(answerStatus)}</span>}
          {awaited && <span className="muted">waiting for the reading …</span>}
          {(errorCode ?? errorDescription) && (
            <span className="error-text">{[errorCode, errorDescription].filter(Boolean).join(': ')}</span>
          )}
          <span className="muted">
            <Ago at={requestedAt} />
          </span>
        </summary>
        <p className="muted small">
          Asked by {requestedBy}. Command {command.id}.
        </p>
        <div className="payloads">
          <Payload label="Asked" value={command.arguments} />
          {command.answer !== null && <Payload label="Answered" value={command.answer} />}
        </div>
      </details>
      {name === 'GET_VARIABLES' && answer !== null && <code className="answer">{JSON.stringify(answer)}</code>}
      {reading && (
        <ul className="readings" aria-label={`Reading of EVSE ${reading.evseId}, connector ${reading.connectorId}`}>
          <li>
            EVSE {reading.evseId}, connector {reading.connectorId}:
          </li>
          {reading.readings.map(({ measurand, phase, location, value, unit }) => (
            <li key={`${measurand} ${phase ?? ''} ${location}`}>
              <span className="muted">
                {measurand}
                {phase ? ` ${phase}` : ''}
              </span>{' '}
              <strong>{quantity(value, unit)}</strong>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

const Payload = ({ label, value }: { readonly label: string; readonly value: Command['answer'] }) => (
  <pre tabIndex={0} aria-label={label}>
    {JSON.stringify(value, null, 2)}
  </pre>
);
