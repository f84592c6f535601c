import { isPublicAddress, publicLookup } from '../../../../lambda-src/backfill/source/public-address';

describe('isPublicAddress', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '172.15.255.255',
    '172.32.0.1',
    '100.63.255.255',
    '100.128.0.1',
    '169.253.255.255',
    '192.167.0.1',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2001:4860:4860::8888',
    '2600:9000::1',
  ])('is true for %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '169.254.170.2',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:a9fe:a9fe::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%lo',
    'ff02::1',
    '',
    'localhost',
    '0x7f.1',
    '2130706433',
    '017700000001',
    '127.1',
  ])('is false for %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('publicLookup', () => {
  const resolve = (name: string) =>
    new Promise((resolved, rejected) => {
      publicLookup(name, {}, (error, address) => (error === null ? resolved(address) : rejected(error)));
    });

  it('refuses a name that leads to the machine itself', async () => {
    await expect(resolve('localhost')).rejects.toThrow(/^localhost: expected a public address, got /);
  });

  it('passes a public address on', async () => {
    expect(await resolve('1.1.1.1')).toBe('1.1.1.1');
  });

  it('says when there is no such name', async () => {
    await expect(resolve('nowhere.invalid')).rejects.toThrow(/ENOTFOUND|EAI_AGAIN/);
  });
});
