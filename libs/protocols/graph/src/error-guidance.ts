/**
 * What an admin can do about an error code: those of entra-provisioning.md §6.4, and of a request that the SCIM endpoint
 * refused, by the `scimType` of RFC 7644 §3.12 or by the status where it has none.
 */
export const recommendedActions: Readonly<Record<string, string>> = {
  Unauthorized:
    'Check the Samanage API token, and that its owner is an enabled administrator. Changes go on by themselves.',
  InsufficientRights: 'Give the owner of the Samanage API token an administrator role. Changes go on by themselves.',
  UnprocessableEntity: 'Correct the value that Samanage refuses, in the directory or in the attribute mappings.',
  EntryConflict: 'Another object holds a value that must be unique; change one of them.',
  DuplicateTargetEntries: 'Remove or change the accounts that share the matching attribute, so that one is left.',
  InvalidAnchor: 'The account is gone at Samanage; the next attempt looks for it again, and makes it if it must.',
  MandatoryFieldsMissing:
    'Fill the missing attributes in the directory, or change the mappings that leave them empty. ' +
    'The change is evaluated again when either is done.',
  MissingValues:
    'Give the person a value for the matching attribute in the directory. The change is evaluated again by itself.',
  ExpressionEvaluationFailed:
    'Correct the expression that is named, or the value it was given in the directory. ' +
    'The change is evaluated again when either is done.',
  SchemaPropertyCanOnlyAcceptValue:
    'Change the mapping so that it comes to one value, such as with Item or Join, or leave one value in the directory. ' +
    'The change is evaluated again when either is done.',
  Abandoned:
    'Nothing to do: the account stays as it is until the person changes in the directory, or the rules change.',
  TooManyRequests: 'Samanage limits its calls; the change is tried again by itself.',
  Timeout: 'Samanage did not answer in time; the change is tried again by itself.',
  InternalServerError: 'Samanage failed; the change is tried again by itself.',
  WebExceptionProtocolError: 'Samanage could not be reached; check its address. The change is tried again by itself.',
  SystemForCrossDomainIdentityManagementServiceIncompatible: 'Check that the Samanage URL is the one of its API.',
  UnableToResolveReferenceAttributeValue: 'Nothing to do: the reference is written when the person gets an account.',
  FieldNotTakenOver: 'Check that the value exists at Samanage, spelled exactly alike.',
  uniqueness:
    'Another resource of the job has this value. Change one of them in the directory, or delete the one that is not needed.',
  invalidValue: 'Correct the value in the directory, or the attribute mapping that makes it.',
  invalidFilter: 'Choose a matching attribute that the SCIM endpoint knows, and whose type the filter fits.',
  invalidPath: 'Correct the target attribute in the attribute mappings, or upload the schema that defines it.',
  mutability:
    'Take the attribute out of the attribute mappings, or have it sent on creation only: it cannot be changed.',
  HTTP401: 'Enter a bearer token of the job as the secret token: the one that was sent is unknown, expired or revoked.',
  HTTP413: 'Send less in one request, such as fewer members at once or shorter values.',
  AccountMatchedAgain: 'Nothing to do: the account was gone at Samanage, and was matched or made again.',
};
