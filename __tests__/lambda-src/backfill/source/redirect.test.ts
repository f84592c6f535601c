import { bytes, content, FillWorld, ranges } from '../../../support/fill-world';

const { key, partBytes } = FillWorld;

describe('a source that redirects', () => {
  const world = new FillWorld();
  beforeAll(() => world.start());
  afterAll(() => world.stop());
  beforeEach(() => world.reset());

  const allow = (...redirectHosts: string[]) => {
    world.job = { ...world.job, source: { ...world.job.source, redirectHosts } };
  };
  const paths = () => world.asked.map(({ url }) => url);

  it.each([301, 302, 303, 307, 308])('to an allowed host with %i is followed', async (status) => {
    allow(world.sourceHost);
    world.answer = (response, request) => {
      if (request.url === '/elsewhere?signature=1') bytes(5)(response, request);
      else response.writeHead(status, { location: '/elsewhere?signature=1' }).end();
    };

    expect(await world.run()).toBe('stored');
    expect(paths()).toEqual(['/images/a.jpg', '/elsewhere?signature=1']);
  });

  it('is followed three times and not a fourth', async () => {
    allow(world.sourceHost);
    const hops = (count: number) => {
      world.asked = [];
      world.answer = (response, request) => {
        const hop = Number(/\d+/.exec(request.url ?? '')?.[0] ?? 0);
        if (hop === count) bytes(5)(response, request);
        else response.writeHead(302, { location: `/${hop + 1}` }).end();
      };
      return world.run();
    };

    expect(await hops(4)).toBe('unusable-answer');
    expect(world.asked).toHaveLength(4);
    expect(await hops(3)).toBe('stored');
  });

  it('is asked for ranges where it redirected to', async () => {
    allow(world.sourceHost);
    world.answer = (response, request) => {
      if (request.url === '/elsewhere') ranges(20 * partBytes)(response, request);
      else response.writeHead(302, { location: '/elsewhere' }).end();
    };

    expect(await world.run()).toBe('stored');
    expect(world.s3.objects.get(key)?.body.equals(content(20 * partBytes))).toBe(true);
    expect(paths().filter((path) => path !== '/elsewhere')).toEqual(['/images/a.jpg']);
  });

  it.each([
    ['another host', 'http://other.example/images/a.jpg'],
    ['an allowed host on another port', 'http://127.0.0.1:1/images/a.jpg'],
    ['a host with an allowed name in front', 'http://files.example.net.evil.example/a'],
    ['an allowed name as a user', 'http://files.example.net@evil.example/a'],
    ['an allowed host with a user', 'https://user:password@files.example.net/a'],
    ['a file', 'file:///etc/passwd'],
    ['a protocol of its own', 'gopher://files.example.net/a'],
    ['no address at all', 'http://[/'],
    ['the metadata service', 'http://169.254.169.254/latest/meta-data/'],
    ['the metadata service as a number', 'http://2852039166/latest/'],
    ['nowhere', undefined],
  ])('to %s is not followed', async (_, location) => {
    allow('files.example.net');
    world.answer = (response) => response.writeHead(302, location === undefined ? {} : { location }).end();

    expect(await world.run()).toBe('unusable-answer');
    expect(world.asked).toHaveLength(1);
  });

  it('to itself is not followed unless it is allowed', async () => {
    world.answer = (response) => response.writeHead(302, { location: '/elsewhere' }).end();

    expect(await world.run()).toBe('unusable-answer');
    expect(world.asked).toHaveLength(1);
  });

  it('to an allowed host without a public address does not reach it', async () => {
    // Where the first answer comes from is not asked for twice: 127.0.0.1 is refused at once.
    world.job = {
      ...world.job,
      source: { url: `http://${world.sourceHost}`, mayBePrivate: false, redirectHosts: [world.sourceHost] },
    };

    await expect(world.run()).rejects.toThrow('expected a public address');
    expect(world.asked).toEqual([]);
  });
});
