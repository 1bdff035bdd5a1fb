import { functionDefinitions, parseExpression, toMappingSource } from '../expression';
import { azureAdDirectory } from './azure-ad-directory';
import { roleDefaultFormat } from './role-default';
import { samanageDirectory } from './samanage-target';
import type {
  AttributeMapping,
  AttributeMappingSource,
  ObjectMapping,
  SynchronizationSchema,
} from './synchronization-schema';

/** A source as Graph keeps it, from the text of its expression. */
const from = (expression: string): AttributeMappingSource =>
  toMappingSource(parseExpression(expression, functionDefinitions), functionDefinitions);

const mapped = (
  targetAttributeName: string,
  expression: string,
  others?: Partial<AttributeMapping>,
): AttributeMapping => ({
  targetAttributeName,
  source: from(expression),
  defaultValue: null,
  exportMissingReferences: false,
  flowBehavior: 'FlowWhenChanged',
  flowType: 'Always',
  matchingPriority: 0,
  ...others,
});

/** What is empty in the directory is emptied at Samanage. */
const cleared = (target: string, expression: string) => mapped(target, expression, { nullPolicy: 'clear' });

/** A user principal name mostly says where mail can be sent, but not for a guest (entra-provisioning.md §2.10). */
const mailbox =
  'IIF(InStr([userPrincipalName],"#EXT#")=0,IIF(InStr([userPrincipalName],"@")>0,[userPrincipalName],[mail]),[mail])';

const users: ObjectMapping = {
  name: 'Synchronize Azure Active Directory Users to Samanage',
  enabled: true,
  flowTypes: 'Add, Update, Delete',
  sourceObjectName: 'User',
  targetObjectName: 'User',
  metadata: [],
  scope: null,
  attributeMappings: [
    mapped('email', mailbox, { matchingPriority: 1 }),
    mapped('name', '[displayName]'),
    mapped('active', 'Switch([IsSoftDeleted], , "False", "True", "True", "False")'),
    cleared('title', '[jobTitle]'),
    cleared('phone', '[telephoneNumber]'),
    cleared('mobile_phone', '[mobile]'),
    cleared('department', '[department]'),
    cleared('site', '[physicalDeliveryOfficeName]'),
    cleared('reports_to', '[manager]'),
    mapped('role', 'SingleAppRoleAssignment([appRoleAssignments])', {
      defaultValue: roleDefaultFormat,
      nullPolicy: 'default',
    }),
  ],
};

const groups: ObjectMapping = {
  name: 'Synchronize Azure Active Directory Groups to Samanage',
  // As in 2019: an admin switches it on (entra-provisioning.md §1.2).
  enabled: false,
  flowTypes: 'Add, Update, Delete',
  sourceObjectName: 'Group',
  targetObjectName: 'Group',
  metadata: [],
  scope: null,
  attributeMappings: [
    mapped('name', '[displayName]', { matchingPriority: 1 }),
    mapped('description', '[description]'),
    mapped('members', '[members]'),
  ],
};

/** The rules of a job for which nobody has said otherwise (entra-provisioning.md §1.2, samanage-api.md §6.3). */
export const defaultSchema: SynchronizationSchema = {
  id: '6f1f6f0e-3f43-4d0c-8f0a-5a1b7a3e9c00',
  version: '1',
  directories: [azureAdDirectory, samanageDirectory],
  synchronizationRules: [
    {
      id: '2b9d7c84-51f6-4c0e-b7b4-0d4f7f6b5e03',
      name: 'USER_GROUP_OUTBOUND',
      editable: true,
      priority: 1,
      sourceDirectoryName: azureAdDirectory.name,
      targetDirectoryName: samanageDirectory.name,
      metadata: [],
      objectMappings: [users, groups],
    },
  ],
};
