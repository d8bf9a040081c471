import type { Type } from '@nestjs/common';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { COUNT_COST, costs } from '../limits/costs.ts';

@ObjectType({ description: 'Where a page lies in its list. https://relay.dev/graphql/connections.htm' })
export class PageInfo {
  @Field({ description: 'There is more behind this page.' })
  hasNextPage!: boolean;

  @Field({ description: 'There is more before this page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Of the first entry; hand it to `before` to go back.' })
  startCursor?: string;

  @Field(() => String, { nullable: true, description: 'Of the last entry; hand it to `after` to go on.' })
  endCursor?: string;
}

export interface Edge<Node> {
  readonly node: Node;
  readonly cursor: string;
}

export interface Connection<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly nodes: readonly Node[];
  readonly pageInfo: PageInfo;
}

/** The connection type of a list, and with `counted` the number of all its entries. */
export function connectionOf<Node extends object>(
  node: Type<Node>,
  plural: string,
  counted: 'counted' | 'uncounted',
): Type<Connection<Node>> {
  @ObjectType(`${node.name}Edge`, { description: `One entry of a page of ${plural}.` })
  class NodeEdge implements Edge<Node> {
    @Field(() => node, { description: 'The entry itself.' })
    node!: Node;

    @Field({ description: 'Marks the place of this entry in the list, opaque.' })
    cursor!: string;
  }

  @ObjectType({ isAbstract: true })
  abstract class NodeConnection implements Connection<Node> {
    @Field(() => [NodeEdge], { description: 'The entries with their cursors.' })
    edges!: NodeEdge[];

    @Field(() => [node], { description: 'The entries alone.' })
    nodes!: Node[];

    @Field(() => PageInfo, { description: 'Where the page lies in the list.' })
    pageInfo!: PageInfo;
  }

  const description = `A page of ${plural}.`;
  if (counted === 'uncounted') {
    @ObjectType(`${node.name}Connection`, { description })
    class UncountedConnection extends NodeConnection {}
    return UncountedConnection;
  }

  @ObjectType(`${node.name}Connection`, { description })
  class CountedConnection extends NodeConnection {
    @costs(COUNT_COST)
    @Field(() => Int, {
      description: `How many ${plural} there are on all pages. Counted only when asked for.`,
      middleware: [({ source }: { source: { count(): Promise<number> } }) => source.count()],
    })
    totalCount!: number;
  }
  return CountedConnection;
}
