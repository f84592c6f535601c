import {
  type CredentialsSecret,
  type MasterCredentials,
  rotateMasterPassword,
  type WritingMember,
} from '../../cli/rotate-master-password';

/** What the secret and the database hold, and where the next step breaks. */
class World implements CredentialsSecret, WritingMember {
  readonly name = 'demo/database/master';
  readonly globalClusterId = 'demo';
  readonly clusterIdentifier = 'demo-asia';
  clusterIdentifiers = ['demo-asia', 'demo-europe'];
  readonly username = 'admin';
  readonly port = 15432;
  private readonly versions: MasterCredentials[] = [];
  private currentId?: string;
  private waitingId?: string;
  databaseTakes = 'a password that nobody knows';
  breaksAt?: 'keepPending' | 'setPassword' | 'promote';

  get current() {
    return this.versions[Number(this.currentId)];
  }
  get waiting() {
    return this.versions[Number(this.waitingId)];
  }
  async find() {
    const { currentId: currentVersionId, waitingId: versionId, waiting: credentials } = this;
    const pending = versionId && credentials ? { versionId, credentials } : undefined;
    return { currentVersionId, pending };
  }
  async keepPending(credentials: MasterCredentials) {
    this.waitingId = String(this.versions.push(credentials) - 1);
    this.mayBreak('keepPending');
    return this.waitingId;
  }
  async isPending(versionId: string) {
    return this.waitingId === versionId;
  }
  async setPassword(password: string) {
    this.mayBreak('setPassword');
    this.databaseTakes = password;
  }
  async promote(versionId: string, instead: string | undefined) {
    this.mayBreak('promote');
    if (this.currentId !== instead) throw new Error('another is current');
    this.currentId = versionId;
    if (this.waitingId === versionId) this.waitingId = undefined;
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

  it('sets no password where another run has put its own in the place of this one', async () => {
    const world = new World();
    await rotate(world);
    const { databaseTakes, current } = world;
    if (current === undefined) throw new Error('expected credentials');

    const { keepPending } = world;
    world.keepPending = async (credentials) => {
      const own = await keepPending.call(world, credentials);
      await keepPending.call(world, { ...current, password: 'of the other run' });
      return own;
    };
    await expect(rotate(world)).rejects.toThrow(
      'Another run has begun to give "demo-asia" a password, and this one has set none',
    );
    expect(world.databaseTakes).toBe(databaseTakes);
    expect(world.current).toBe(current);
  });

  it('makes that version current whose password was set, whatever another run has made pending since', async () => {
    const world = new World();
    await rotate(world);
    const { current } = world;
    if (current === undefined) throw new Error('expected credentials');

    const { setPassword } = world;
    world.setPassword = async (password) => {
      await setPassword.call(world, password);
      await world.keepPending({ ...current, password: 'of the other run' });
    };
    await rotate(world);
    expect(world.current?.password).toBe(world.databaseTakes);
    expect(world.waiting?.password).toBe('of the other run');
  });

  it('says of what is pending for a member that has left that it may be in use, and how to go on', async () => {
    const world = new World();
    world.breaksAt = 'promote';
    await expect(rotate(world)).rejects.toThrow('broken at promote');
    const { databaseTakes } = world;
    Object.assign(world, { breaksAt: undefined, clusterIdentifiers: ['demo-europe'] });

    await expect(rotate(world)).rejects.toThrow(
      /is of "demo-asia", which is no member of the global database any more, and may be the password in use; nothing was changed: take its stage away with ".*", and run it again/,
    );
    expect(world.databaseTakes).toBe(databaseTakes);
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
