import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { ApiCaller, DriverCaller } from '@wattledger/access';
import { ApiError } from '../errors.ts';
import type { RequestContext } from './context.ts';

const contextOf = (context: ExecutionContext) => GqlExecutionContext.create(context).getContext<RequestContext>();

/** The holder of the API key that a resolver works for. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): ApiCaller => {
  const { caller } = contextOf(context);
  if (!caller) throw new ApiError('UNAUTHENTICATED');
  return caller;
});

/** The driver who has logged in, and for whom a resolver works. */
export const Driver = createParamDecorator((_: unknown, context: ExecutionContext): DriverCaller => {
  const { driver } = contextOf(context);
  if (!driver) throw new ApiError('UNAUTHENTICATED');
  return driver;
});
