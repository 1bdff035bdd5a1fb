import type { Command } from '@waybill/decider';
import type { Leniency, Member, MemberStep, Patch, Resource, ResourceType } from '@waybill/scim';

/** What every write of a resource brings. */
interface ResourceWrite extends Command {
  readonly id: string;
  readonly resourceType: ResourceType;
  readonly leniency: Leniency;
  /** Names the change that an effective write opens; what it does to members is a change of its own. */
  readonly changeId: string;
  readonly membersChangeId: string;
  /** ISO 8601. */
  readonly now: string;
  /** Versions the resource must have, `*` for any that is there; null where the client did not ask (RFC 7644 §3.14). */
  readonly ifMatch: readonly string[] | '*' | null;
}

/** A write of a directory resource: a user, a group, or one of a job's own types (RFC 7644 §3.3 to §3.6). */
export type ResourceCommand = ResourceWrite &
  (
    | { readonly type: 'create-resource'; readonly resource: Resource; readonly members: readonly Member[] }
    | { readonly type: 'replace-resource'; readonly resource: Resource; readonly members: readonly Member[] }
    /** Applied to the state as it is then, so that patches that cross each other all take effect. */
    | { readonly type: 'patch-resource'; readonly patch: Patch }
    | { readonly type: 'delete-resource' }
    /** Members that were deleted leave the group; nobody asked for it. */
    | { readonly type: 'drop-members'; readonly memberIds: readonly string[] }
  );

export type CommandOf<Type extends ResourceCommand['type']> = Extract<ResourceCommand, { type: Type }>;

/** What a command does to the members of a group. */
export function memberStepsOf(command: ResourceCommand): readonly MemberStep[] {
  switch (command.type) {
    case 'create-resource':
      return command.members.length > 0 ? [{ kind: 'add', members: command.members }] : [];
    case 'replace-resource':
      // What a PUT does not name is cleared (RFC 7644 §3.5.1).
      return command.resourceType.apart === null ? [] : [{ kind: 'clear' }, { kind: 'add', members: command.members }];
    case 'patch-resource':
      return command.patch.memberSteps;
    case 'drop-members':
      return [{ kind: 'remove', ids: command.memberIds }];
    default:
      return [];
  }
}
