import { Inject, Injectable } from '@nestjs/common';
import type { ApiCaller } from '@wattledger/access';
import { subjectIn } from '@wattledger/event-log';
import type { Sealer } from '@wattledger/event-log';
import { isJsonObject } from '@wattledger/kernel';
import type { Json } from '@wattledger/kernel';
import { SEALER } from '../collaborators.ts';
import { mayReadPersonalData } from './roles.ts';

/**
 * Opens sealed personal values for those who may read them. Everyone else, and everyone after an erasure, sees
 * `subject:<pseudonym>` in their place.
 */
@Injectable()
export class PersonalData {
  private readonly sealer: Sealer;

  constructor(@Inject(SEALER) sealer: Sealer) {
    this.sealer = sealer;
  }

  async open<Value extends Json | undefined>(value: Value, caller: ApiCaller | undefined): Promise<Value> {
    if (value === undefined) return value;
    const mayRead = caller !== undefined && mayReadPersonalData(caller.role);
    return (await this.opened(value, mayRead)) as Value;
  }

  private async opened(value: Json, mayRead: boolean): Promise<Json> {
    if (typeof value === 'string') return this.openedText(value, mayRead);
    if (Array.isArray(value)) return Promise.all(value.map((entry) => this.opened(entry, mayRead)));
    if (!isJsonObject(value)) return value;
    const members = Object.entries(value).map(async ([key, entry]) => [key, await this.opened(entry, mayRead)] as const);
    return Object.fromEntries(await Promise.all(members));
  }

  /**
   * A personal value is sealed under its own name. What was sealed under another one is a secret on its way to a station,
   * or a frame in which anything may stand: nobody sees it here.
   */
  private async openedText(text: string, mayRead: boolean): Promise<string> {
    const subject = subjectIn(text);
    if (subject === undefined) return text;
    const plain = mayRead ? await this.sealer.unseal(text) : undefined;
    return plain !== undefined && this.sealer.subjectOf(plain) === subject ? plain : `subject:${subject}`;
  }
}
