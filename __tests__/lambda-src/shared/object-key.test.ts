import fc from 'fast-check';
import { isAllowedKey, objectKey, objectPath } from '../../../lambda-src/shared/object-key';

const prefixes = ['images/', 'video/'];

describe('objectKey', () => {
  it.each([
    ['/images/a.jpg', 'images/a.jpg'],
    ['/images/2026/11/a b.jpg', 'images/2026/11/a b.jpg'],
    ['/images/a%20b.jpg', 'images/a b.jpg'],
    ['/images/%E6%97%A5%E6%9C%AC.jpg', 'images/日本.jpg'],
    ['/images/a%2Bb.jpg', 'images/a+b.jpg'],
    ['/images/a&b=c~d!e.jpg', 'images/a&b=c~d!e.jpg'],
    ['/video/...', 'video/...'],
  ])('reads %s as %s', (path, key) => {
    expect(objectKey(path, prefixes)).toBe(key);
  });

  it.each([
    ['outside the prefixes', '/private/a.jpg'],
    ['a prefix in another case', '/Images/a.jpg'],
    ['the prefix itself', '/images/'],
    ['a prefix that only starts the same', '/images-old/a.jpg'],
    ['no leading slash', 'images/a.jpg'],
    ['an address', 'https://evil.example/images/a.jpg'],
    ['a folder', '/images/folder/'],
    ['an empty segment', '/images//a.jpg'],
    ['a way out', '/images/../private/a.jpg'],
    ['a hidden way out', '/images/%2e%2e/private/a.jpg'],
    ['a dot segment', '/images/./a.jpg'],
    ['a hidden slash', '/images/..%2fprivate/a.jpg'],
    ['a hidden slash in capitals', '/images/..%2Fprivate/a.jpg'],
    ['a backslash', '/images/..\\private'],
    ['a hidden backslash', '/images/..%5cprivate'],
    ['a second escape', '/images/%252e%252e/private'],
    ['a hidden NUL', '/images/a%00.jpg'],
    ['a hidden line break', '/images/a%0d%0aHost:evil'],
    ['a control character of Latin 1', '/images/a%C2%85'],
    ['a sign that SQS refuses', '/images/%EF%BF%BE.jpg'],
    ['bytes that are not UTF-8', '/images/%ff'],
    ['an overlong slash', '/images/%c0%af'],
    ['a surrogate in UTF-8', '/images/%ed%a0%80'],
    ['a broken escape', '/images/%zz'],
    ['a plus, which S3 reads as a space', '/images/a+b.jpg'],
    ['a query', '/images/a.jpg?x=1'],
    ['a fragment', '/images/a.jpg#x'],
    ['more than 1,024 bytes', `/images/${'a'.repeat(1018)}`],
    ['more than 1,024 bytes once encoded', `/images/${'%E6%97%A5'.repeat(340)}`],
  ])('refuses %s', (_, path) => {
    expect(objectKey(path, prefixes)).toBeUndefined();
  });

  it('takes a key of exactly 1,024 bytes', () => {
    expect(objectKey(`/images/${'a'.repeat(1017)}`, prefixes)).toHaveLength(1024);
  });

  it('finds every key again under the path that the worker asks for', () => {
    const keys = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => `images/${text}`);
    fc.assert(
      fc.property(keys, (key) => {
        fc.pre(isAllowedKey(key, prefixes));
        expect(objectKey(objectPath(key), prefixes)).toBe(key);
      }),
    );
  });

  it('never returns a key that is not allowed, whatever the path', () => {
    const pieces = fc.constantFrom(
      '/',
      '..',
      '.',
      '%2f',
      '%2e',
      '%5c',
      '%25',
      '%',
      '\\',
      'images',
      'a',
      '\0',
      '+',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const key = objectKey(`/images/${parts.join('')}`, prefixes);
        expect(key === undefined || isAllowedKey(key, prefixes)).toBe(true);
        if (key !== undefined) {
          expect(new URL(`https://source.example${objectPath(key)}`).pathname).toBe(objectPath(key));
        }
      }),
    );
  });
});
