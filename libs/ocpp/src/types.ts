import type { OCPP16, OCPP20, OCPP21 } from 'typed-ocpp';
import type { Action } from './actions.ts';
import type { OcppVersion } from './message.ts';

/** A call as `typed-ocpp` writes it: `[type, id, action, payload]`. */
type AnyCall = [type: number, id: string, action: string, payload: object];

type RequestsOf<Calls extends AnyCall> = { [Call in Calls as `${Call[2]}`]: Call[3] };

interface Requests {
  '1.6': RequestsOf<OCPP16.Call>;
  '2.0.1': RequestsOf<OCPP20.Call>;
  '2.1': RequestsOf<OCPP21.Call>;
}

interface Responses {
  '1.6': { [Call in OCPP16.Call as `${Call[2]}`]: OCPP16.CheckedCallResult<Call>[2] };
  '2.0.1': { [Call in OCPP20.Call as `${Call[2]}`]: OCPP20.CheckedCallResult<Call>[2] };
  '2.1': {
    [Call in OCPP21.Call as Exclude<`${Call[2]}`, 'NotifyPeriodicEventStream'>]: OCPP21.CheckedCallResult<Call>[2];
  };
}

/** The payload of a call (or SEND), such as `Request<'1.6', 'BootNotification'>`. */
export type Request<
  Version extends OcppVersion,
  Name extends Action<Version> = Action<Version>,
> = Name extends keyof Requests[Version] ? Requests[Version][Name] : never;

/** The payload of the answer to a call, such as `Response<'2.1', 'SetVariables'>`; `never` for what is not answered. */
export type Response<
  Version extends OcppVersion,
  Name extends Action<Version> = Action<Version>,
> = Name extends keyof Responses[Version] ? Responses[Version][Name] : never;

/** Which half of an exchange a payload is. A SEND has a request only. */
export type Part = 'request' | 'response';

export type Payload<Version extends OcppVersion, Name extends Action<Version>, Half extends Part> = Half extends 'request'
  ? Request<Version, Name>
  : Response<Version, Name>;
