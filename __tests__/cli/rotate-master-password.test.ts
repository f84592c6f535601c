import {
  type CredentialsSecret,
  type MasterCredentials,
  rotateMasterPassword,
  type WritingMember,
} from '../../cli/rotate-master-password';

/** What the secret and the database hold, and where the next step breaks. */
class World implements CredentialsSecret, WritingMember {
  readonly clusterIdentifier = 'demo-asia';
  readonly username = 'admin';
  readonly port = 15432;
  current?: MasterCredentials;
  waiting?: MasterCredentials;
  databaseTakes = 'a password that nobody knows';
  breaksAt?: 'keepPending' | 'setPassword' | 'promote';

  async pending() {
    return this.waiting;
  }
  async keepPending(credentials: MasterCredentials) {
    this.waiting = credentials;
    this.mayBreak('keepPending');
  }
  async setPassword(password: string) {
    this.mayBreak('setPassword');
    this.databaseTakes = password;
  }
  async promote() {
    this.mayBreak('promote');
    this.current = this.waiting;
    this.waiting = undefined;
  }
  private mayBreak(step: World['breaksAt']) {
    if (this.breaksAt === step) throw new Error(`broken at ${step}`);
  }
}

const rotate = (world: World) => rotateMasterPassword(world, world, 'writer.example');

describe('rotating the master password', () => {
  it('sets a random password, and keeps how to log in', async () => {
    const world = new World();

    expect(await rotate(world)).toEqual({ resumed: false });
    expect(world.current).toEqual({
      engine: 'postgres',
      host: 'writer.example',
      port: 15432,
      username: 'admin',
      password: world.databaseTakes,
      dbClusterIdentifier: 'demo-asia',
    });
    expect(world.databaseTakes).toMatch(/^[\w-]{40}$/);
  });

  it('makes up another one each time', async () => {
    const world = new World();
    await rotate(world);
    const first = world.databaseTakes;

    await rotate(world);
    expect(world.databaseTakes).not.toBe(first);
    expect(world.current?.password).toBe(world.databaseTakes);
  });

  it.each(['keepPending', 'setPassword', 'promote'] as const)(
    'loses no password when it breaks at %s, and goes on from there',
    async (step) => {
      const world = new World();
      await rotate(world);

      world.breaksAt = step;
      await expect(rotate(world)).rejects.toThrow(`broken at ${step}`);
      const known = [world.current?.password, world.waiting?.password];
      expect(known).toContain(world.databaseTakes);

      const { waiting } = world;
      world.breaksAt = undefined;
      expect(await rotate(world)).toEqual({ resumed: true });
      expect(world.current).toEqual(waiting);
      expect(world.databaseTakes).toBe(waiting?.password);
    },
  );
});
