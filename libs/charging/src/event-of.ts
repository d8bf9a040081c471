/** The events of a map from type to data, each with its type. */
export type EventOf<Events> = {
  readonly [Type in keyof Events]: { readonly type: Type; readonly data: Events[Type] };
}[keyof Events];
