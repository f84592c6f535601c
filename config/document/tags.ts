import { dictionary, matching } from '../fields';
import type { Problem } from '../problem';
import type { Check, Document } from '.';

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const TAG_NAME = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
/** Not empty: https://github.com/hashicorp/terraform-provider-aws/issues/42247 and 37297. */
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u;

export const fields = {
  /** Tags on every resource beside `deployment`, `stack` and `team`; at most 40. */
  tags: dictionary(
    matching('1 to 256 letters, digits, spaces and _.:/=+-@', TAG_VALUE),
    'tag names with their values',
  ).default({}),
};

export const checks: readonly Check[] = [{ needs: ['tags'], problems: tagProblems }];

const RESERVED_TAGS = ['deployment', 'stack', 'team', 'name'];
/** AWS admits 50 tags on a resource; the rest is the platform's. */
const MAXIMUM_TAGS = 40;

function* tagProblems({ tags }: Document): Iterable<Problem> {
  const names = Object.keys(tags);
  if (names.length > MAXIMUM_TAGS) {
    yield { path: 'tags', expected: `at most ${MAXIMUM_TAGS} tags`, got: names.length };
  }
  for (const [index, name] of names.entries()) {
    const path = `tags.${name}`;
    const alike = names.slice(0, index).find((other) => other.toLowerCase() === name.toLowerCase());
    if (RESERVED_TAGS.includes(name.toLowerCase())) {
      yield { path, expected: 'a tag that the platform does not set itself', got: name };
    } else if (name.toLowerCase().startsWith('aws:')) {
      yield { path, expected: 'a name that does not start with "aws:", which AWS reserves', got: name };
    } else if (alike !== undefined) {
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules
      yield {
        path,
        expected: `a name that differs from "${alike}" in more than case, as IAM wants`,
        got: name,
      };
    } else if (!TAG_NAME.test(name)) {
      yield { path, expected: 'a tag name of 1 to 128 letters, digits, spaces and _.:/=+-@', got: name };
    }
  }
}
