import { missMessage, parsedMessage } from '../../../lambda-src/backfill/message';

const prefixes = ['images/'];

describe('a miss message', () => {
  it('holds a version and a key, and nothing else', () => {
    expect(JSON.parse(missMessage('images/a.jpg'))).toEqual({ version: 1, key: 'images/a.jpg' });
  });

  it('is read as it was written', () => {
    expect(parsedMessage(missMessage('images/日 本.jpg'), prefixes)).toEqual({
      version: 1,
      key: 'images/日 本.jpg',
    });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{"version":1,'],
    ['null', 'null'],
    ['a text', '"images/a.jpg"'],
    ['a list', '[]'],
    ['another version', '{"version":2,"key":"images/a.jpg"}'],
    ['no key', '{"version":1}'],
    ['a key that is no text', '{"version":1,"key":{"toString":"images/a"}}'],
    ['a key outside the prefixes', '{"version":1,"key":"private/a.jpg"}'],
    ['a key with a way out', '{"version":1,"key":"images/../private/a.jpg"}'],
    ['an address', '{"version":1,"key":"https://evil.example/images/a.jpg"}'],
    ['half a character', '{"version":1,"key":"images/\\ud800"}'],
  ])('is refused when it is %s', (_, body) => {
    expect(parsedMessage(body, prefixes)).toBeUndefined();
  });
});
