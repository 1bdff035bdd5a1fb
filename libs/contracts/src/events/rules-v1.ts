/** A mapping as rules were kept before they were Graph's schema; attributes are SCIM paths. */
interface MappingV1 {
  readonly target: string;
  readonly source:
    | { readonly type: 'direct'; readonly attribute: string }
    | { readonly type: 'constant'; readonly value: string }
    | { readonly type: 'first-non-empty'; readonly attributes: readonly string[] };
  readonly defaultValue?: string;
  readonly matchingPriority?: number;
}

/** What Azure AD calls what stands at a SCIM path; other paths may be named as they are. */
const names: Readonly<Record<string, string>> = {
  userName: 'userPrincipalName',
  displayName: 'displayName',
  title: 'jobTitle',
  active: 'accountEnabled',
  externalId: 'mailNickname',
};

/** Rules of version 1 of `job.rules-applied`, as the synchronization schema that does the same. */
export function rulesFromV1(rules: Record<string, unknown>): Record<string, unknown> {
  const { attributeMappings } = rules.users as { readonly attributeMappings: readonly MappingV1[] };
  return {
    directories: [
      { name: 'Azure Active Directory', objects },
      { name: 'Samanage', objects },
    ],
    synchronizationRules: [
      {
        name: 'USER_GROUP_OUTBOUND',
        priority: 1,
        sourceDirectoryName: 'Azure Active Directory',
        targetDirectoryName: 'Samanage',
        metadata: [{ key: 'SyncAll', value: 'true' }],
        objectMappings: [
          {
            name: 'Synchronize Azure Active Directory Users to Samanage',
            enabled: true,
            flowTypes: 'Add, Update, Delete',
            sourceObjectName: 'User',
            targetObjectName: 'User',
            scope: null,
            attributeMappings: [...attributeMappings.map(mappingFromV1), activeMapping],
          },
          {
            name: 'Synchronize Azure Active Directory Groups to Samanage',
            enabled: false,
            flowTypes: 'Add, Update, Delete',
            sourceObjectName: 'Group',
            targetObjectName: 'Group',
            scope: null,
            attributeMappings: [],
          },
        ],
      },
    ],
  };
}

const objects = ['User', 'Group'].map((name) => ({ name, attributes: [] }));

/** Version 1 disabled whoever was inactive, and had no mapping that said so. */
const activeMapping = {
  targetAttributeName: 'active',
  source: functionSource('Switch([IsSoftDeleted], , "False", "True", "True", "False")'),
};

function mappingFromV1({ target, source, defaultValue, matchingPriority = 0 }: MappingV1): object {
  const role = target === 'role';
  return {
    targetAttributeName: target,
    source: sourceFromV1(target, source),
    matchingPriority,
    nullPolicy: nullPolicyOf(target, defaultValue),
    ...(defaultValue !== undefined && {
      defaultValue: role ? JSON.stringify({ displayName: defaultValue }) : defaultValue,
    }),
  };
}

/** Where there was no value, version 1 emptied what can be empty. */
function nullPolicyOf(target: string, defaultValue: string | undefined): string {
  if (defaultValue !== undefined) return 'default';
  return target === 'email' || target === 'name' ? 'ignore' : 'clear';
}

function sourceFromV1(target: string, source: MappingV1['source']): object {
  switch (source.type) {
    case 'constant':
      return { type: 'Constant', name: source.value, expression: textOf(source.value), parameters: [] };
    case 'direct':
      return attributeSource(source.attribute);
    case 'first-non-empty': {
      if (target === 'role') return functionSource('SingleAppRoleAssignment([appRoleAssignments])');
      const [first = '', second = ''] = source.attributes.map(nameOf);
      if (target === 'email') return functionSource(mailboxOf(first, second));
      return functionSource(`Coalesce(${source.attributes.map((path) => `[${nameOf(path)}]`).join(', ')})`);
    }
  }
}

/** Version 1 passed over a user principal name that is no mailbox, as a guest's. */
const mailboxOf = (name: string, mail: string): string =>
  `IIF(InStr([${name}], "#EXT#") = 0, IIF(InStr([${name}], "@") > 0, [${name}], [${mail}]), [${mail}])`;

function functionSource(expression: string): object {
  return { type: 'Function', name: /^\w+/.exec(expression)?.[0] ?? '', expression, parameters: [] };
}

const attributeSource = (path: string): object => ({
  type: 'Attribute',
  name: nameOf(path),
  expression: `[${nameOf(path)}]`,
  parameters: [],
});

const nameOf = (path: string): string => names[path] ?? path;

const textOf = (value: string): string => JSON.stringify(value);
