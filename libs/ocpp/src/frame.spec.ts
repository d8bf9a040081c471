import { describe, expect, it } from '@jest/globals';
import { stringifyJson } from '@wattledger/kernel';
import fc from 'fast-check';
import { readFrame } from './frame.ts';
import { ocppVersions } from './message.ts';
import { writeCall, writeError, writeResult, writeResultError, writeSend } from './write-frame.ts';

describe('a text frame', () => {
  it('is a call', () => {
    expect(readFrame('[2,"19223201","Heartbeat",{}]', '1.6')).toEqual({
      kind: 'call',
      messageId: '19223201',
      messageIdJson: '"19223201"',
      action: 'Heartbeat',
      payload: {},
      payloadText: '{}',
      lossless: true,
      deviations: [],
    });
  });

  it('is a result', () => {
    expect(readFrame('[3,"7",{"status":"Accepted"}]', '2.0.1')).toMatchObject({
      kind: 'result',
      messageId: '7',
      payload: { status: 'Accepted' },
      payloadText: '{"status":"Accepted"}',
    });
  });

  it('is an error', () => {
    expect(readFrame('[4,"7","NotSupported","no such thing",{"hint":1}]', '1.6')).toEqual({
      kind: 'error',
      messageId: '7',
      messageIdJson: '"7"',
      errorCode: 'NotSupported',
      errorDescription: 'no such thing',
      errorDetails: { hint: 1 },
      payload: { errorCode: 'NotSupported', errorDescription: 'no such thing', errorDetails: { hint: 1 } },
      payloadText: '{"errorCode":"NotSupported","errorDescription":"no such thing","errorDetails":{"hint":1}}',
      lossless: true,
      deviations: [],
    });
  });

  it('is, since 2.1, also a SEND or the error that answers a result', () => {
    expect(readFrame('[6,"7","NotifyPeriodicEventStream",{"id":1}]', '2.1')).toMatchObject({ kind: 'send', payload: { id: 1 } });
    expect(readFrame('[5,"7","FormatViolation","",{}]', '2.1')).toMatchObject({
      kind: 'resultError',
      errorCode: 'FormatViolation',
    });
  });

  it('is read whatever text arrives', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string().map((s) => `[2,${s}`),
        ),
        fc.constantFrom(...ocppVersions),
        (text, version) => {
          expect(readFrame(text, version)).toHaveProperty('messageIdJson');
        },
      ),
    );
  });

  it('is read whatever array arrives', () => {
    const element = fc.oneof(fc.jsonValue(), fc.integer({ min: 0, max: 8 }), fc.constant('Heartbeat'));
    fc.assert(
      fc.property(fc.array(element, { maxLength: 6 }), fc.constantFrom(...ocppVersions), (parts, version) => {
        const frame = readFrame(JSON.stringify(parts), version);
        if (frame.kind !== 'unreadable') expect(stringifyJson(frame.payload)).toBe(frame.payloadText);
      }),
    );
  });

  it('says again what was written', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 })),
        (id, description, payload) => {
          const json = JSON.stringify(payload);
          const idJson = JSON.stringify(id);
          expect(readFrame(writeCall(id, 'Heartbeat', payload), '2.1')).toMatchObject({
            kind: 'call',
            messageId: id,
            action: 'Heartbeat',
            payloadText: json,
            lossless: true,
          });
          expect(readFrame(writeSend(id, 'Heartbeat', json), '2.1')).toMatchObject({ kind: 'send', payloadText: json });
          expect(readFrame(writeResult(idJson, payload), '2.1')).toMatchObject({
            kind: 'result',
            messageId: id,
            payloadText: json,
          });
          const error = { errorCode: 'GenericError', errorDescription: description, errorDetails: payload } as const;
          const told = JSON.stringify(description.slice(0, 255));
          const payloadText = `{"errorCode":"GenericError","errorDescription":${told},"errorDetails":${json}}`;
          expect(readFrame(writeError(idJson, error), '2.1')).toMatchObject({ kind: 'error', messageId: id, payloadText });
          expect(readFrame(writeResultError(idJson, error), '2.1')).toMatchObject({
            kind: 'resultError',
            messageId: id,
            payloadText,
          });
        },
      ),
    );
  });
});

describe('the text stored for a payload', () => {
  const stored = (payload: string) => {
    const frame = readFrame(`[2,"1","DataTransfer",${payload}]`, '1.6');
    return frame.kind === 'unreadable' ? frame : { text: frame.payloadText, lossless: frame.lossless };
  };

  it('has no blanks, however prettily the station prints', () => {
    expect(stored('{\n  "vendorId" : "a b",\n  "data": [ 1, 2 ]\n}')).toEqual({
      text: '{"vendorId":"a b","data":[1,2]}',
      lossless: true,
    });
  });

  it('counts other spellings of the same value as the same', () => {
    expect(stored('{"a":8.10,"b":1e3,"c":"\\u00e9\\/","d":0.0}')).toEqual({
      text: '{"a":8.1,"b":1000,"c":"é/","d":0}',
      lossless: true,
    });
  });

  it('keeps every digit of a 64-bit integer', () => {
    expect(stored('{"id":9223372036854775807}')).toEqual({ text: '{"id":9223372036854775807}', lossless: true });
  });

  it("is the station's own text where parsing would lose digits or a repeated key", () => {
    expect(stored('{ "a": 0.12345678901234567891 }')).toEqual({ text: '{"a":0.12345678901234567891}', lossless: false });
    expect(stored('{ "a": 1e999 }')).toEqual({ text: '{"a":1e999}', lossless: false });
    expect(stored('{ "a": 1, "b": {"x": "a\\"", "x": 2} }')).toEqual({ text: '{"a":1,"b":{"x":"a\\"","x":2}}', lossless: false });
    expect(stored('{"key":1,"\\u006bey":2}')).toEqual({ text: '{"key":1,"\\u006bey":2}', lossless: false });
  });

  it('is found behind an id and an action that look like payloads', () => {
    const text = '[2, "[{\\",1]", "{},[", {"vendorId": "]"}, {"extra": 1}]';
    expect(readFrame(text, '1.6')).toMatchObject({
      payloadText: '{"vendorId":"]"}',
      lossless: true,
      deviations: ['frame maxItems'],
    });
  });

  it('keeps a key that would change the prototype of an object as a plain key', () => {
    expect(stored('{"__proto__":{"polluted":true}}')).toEqual({ text: '{"__proto__":{"polluted":true}}', lossless: true });
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('a text that is no frame', () => {
  it('is answered with the error code of its version, under the id -1', () => {
    expect(readFrame('hello', '1.6')).toMatchObject({
      messageId: '-1',
      messageIdJson: '"-1"',
      errorCode: 'FormationViolation',
      mayAnswer: true,
    });
    expect(readFrame('hello', '2.0.1')).toMatchObject({ messageId: '-1', errorCode: 'RpcFrameworkError', mayAnswer: true });
    expect(readFrame('{"a":1}', '2.1')).toMatchObject({
      problem: 'frame-not-an-array',
      errorCode: 'RpcFrameworkError',
      mayAnswer: true,
    });
    expect(readFrame('[]', '1.6')).toMatchObject({
      problem: 'frame-type-unreadable',
      errorCode: 'ProtocolError',
      mayAnswer: true,
    });
    expect(readFrame('[2,null,"Heartbeat",{}]', '2.1')).toMatchObject({
      problem: 'frame-id-unreadable',
      messageId: '-1',
      mayAnswer: true,
    });
    expect(readFrame('[2,"1"]', '1.6')).toMatchObject({
      problem: 'frame-action-unreadable',
      messageId: '1',
      errorCode: 'ProtocolError',
    });
    expect(readFrame('[2,"1",{},{}]', '2.0.1')).toMatchObject({
      problem: 'frame-action-unreadable',
      errorCode: 'RpcFrameworkError',
    });
    expect(readFrame('[2,"1","Heartbeat",[]]', '1.6')).toMatchObject({
      messageId: '1',
      errorCode: 'FormationViolation',
      mayAnswer: true,
    });
    expect(readFrame('[2,"1","Heartbeat","{}"]', '2.1')).toMatchObject({
      messageId: '1',
      errorCode: 'FormatViolation',
      mayAnswer: true,
    });
  });

  it('is ignored in 1.6 when only its message type is unknown, and refused since 2.0.1', () => {
    expect(readFrame('[6,"1","NotifyPeriodicEventStream",{}]', '1.6')).toMatchObject({
      errorCode: 'ProtocolError',
      mayAnswer: false,
    });
    expect(readFrame('[6,"1","NotifyPeriodicEventStream",{}]', '2.0.1')).toMatchObject({
      messageId: '1',
      errorCode: 'MessageTypeNotSupported',
      mayAnswer: true,
    });
    expect(readFrame('[99,"1","Heartbeat",{}]', '2.1')).toMatchObject({ errorCode: 'MessageTypeNotSupported', mayAnswer: true });
  });

  it('is never answered when it was itself an answer', () => {
    expect(readFrame('[3,"1",[]]', '2.1')).toMatchObject({
      kind: 'unreadable',
      resembles: 'result',
      messageId: '1',
      mayAnswer: false,
    });
    expect(readFrame('[3,"1",{"status":"Acc', '1.6')).toMatchObject({
      kind: 'unreadable',
      resembles: 'result',
      messageId: '1',
      mayAnswer: false,
    });
    expect(readFrame('[4,null,"GenericError","",{}]', '1.6')).toMatchObject({
      kind: 'unreadable',
      resembles: 'error',
      mayAnswer: false,
    });
    expect(readFrame('[6,"1","NotifyPeriodicEventStream",1]', '2.1')).toMatchObject({ resembles: 'send', mayAnswer: false });
  });

  it('is refused for its depth before anything walks it', () => {
    const nested = '['.repeat(200_000);
    expect(readFrame(nested, '1.6')).toMatchObject({ problem: 'frame-too-deep', mayAnswer: true });
    expect(readFrame(`[2,"1","DataTransfer",{"data":${nested}${']'.repeat(200_000)}}]`, '2.1')).toMatchObject({
      problem: 'frame-too-deep',
      messageId: '1',
      errorCode: 'FormatViolation',
    });
    expect(readFrame(`[2,"1","DataTransfer",{"data":12345678901234567890,"x":${'{"a":'.repeat(100_000)}`, '2.1')).toMatchObject({
      problem: 'frame-too-deep',
    });
  });

  it('is not mistaken for deep when it is only long, or full of brackets in its texts', () => {
    const items = Array.from({ length: 500 }, () => ({ text: '[[[[{{{{' }));
    expect(readFrame(JSON.stringify([2, '1', 'DataTransfer', { items }]), '2.1')).toMatchObject({ kind: 'call', lossless: true });
  });
});
