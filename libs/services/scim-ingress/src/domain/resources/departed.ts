/** Members of one group that were deleted, and of whom the group has not been told. */
export interface Departed {
  readonly job: string;
  readonly groupId: string;
  readonly members: readonly string[];
}
