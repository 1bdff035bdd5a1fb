import { mostWords } from '../../domain/admin-words';
import { mostNamed } from '../../domain/written-members';

const empty = `'[]'::jsonb`;

/** The lists that are there and that come, at this path of the parts, one after the other. */
const bothLists = (path: string): string =>
  `(coalesce(c.parts #> '${path}', ${empty}) || coalesce(excluded.parts #> '${path}', ${empty}))`;

const firstOf = (path: string, count: number): string =>
  `jsonb_path_query_array(${bothLists(path)}, '$[0 to ${count - 1}]')`;

const lastOf = (path: string, count: number): string =>
  `jsonb_path_query_array(${bothLists(path)}, '$[last - ${count - 1} to last]')`;

/**
 * What is known of a change (`c`) once more is known (`excluded`), as `bothParts` of the domain has it: each part under
 * its own name, and what is told bit by bit put together.
 */
export const mergedParts = `c.parts || excluded.parts
  || CASE WHEN excluded.parts ? 'words' THEN jsonb_build_object('words', ${lastOf('{words}', mostWords)}) ELSE '{}' END
  || CASE WHEN excluded.parts ? 'memberships' THEN jsonb_build_object('memberships', jsonb_build_object(
       'joined', ${firstOf('{memberships,joined}', mostNamed)},
       'left', ${firstOf('{memberships,left}', mostNamed)})) ELSE '{}' END`;
