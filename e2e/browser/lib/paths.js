// Where things are in the repository.
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The path of a file of the repository. */
export const inRepository = (...parts) => join(root, ...parts);
