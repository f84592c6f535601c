import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { type Surroundings, surround, surroundings } from '../../modules/surroundings';

const provider = {} as NonNullable<Surroundings['provider']>;

describe('surroundings', () => {
  let stack: TerraformStack;
  let inner: Construct;
  let innermost: Construct;
  beforeEach(() => {
    stack = new TerraformStack(new App(), 'demo-orders');
    inner = new Construct(stack, 'inner');
    innermost = new Construct(inner, 'innermost');
  });

  it('reach everything below the scope that has them', () => {
    surround(stack, { awsRegion: 'eu-west-1', deletionProtection: true });

    expect(surroundings(stack).awsRegion).toBe('eu-west-1');
    expect(surroundings(innermost)).toMatchObject({ awsRegion: 'eu-west-1', deletionProtection: true });
  });

  it('are the nearest ones', () => {
    surround(stack, { encryptionKeyArn: 'arn:key', alarmTopicArn: 'arn:topic' });
    surround(inner, { encryptionKeyArn: 'arn:database-key' });

    expect(surroundings(innermost).encryptionKeyArn).toBe('arn:database-key');
    expect(surroundings(innermost).alarmTopicArn).toBe('arn:topic');
    expect(surroundings(stack).encryptionKeyArn).toBe('arn:key');
  });

  it('can be false', () => {
    surround(stack, { deletionProtection: true });
    surround(inner, { deletionProtection: false });

    expect(surroundings(innermost).deletionProtection).toBe(false);
  });

  it('say which construct misses what', () => {
    surround(stack, { awsRegion: 'eu-west-1' });

    expect(() => surroundings(innermost).alarmTopicArn).toThrow(
      'demo-orders/inner/innermost: expected to be surrounded with alarmTopicArn, got none',
    );
  });

  it('need no provider: a stack has its own', () => {
    expect(surroundings(innermost).provider).toBeUndefined();
  });

  it('leave key, topic and provider behind in another AWS region', () => {
    surround(stack, {
      awsRegion: 'us-east-1',
      encryptionKeyArn: 'arn:us',
      alarmTopicArn: 'arn:us',
      provider,
    });
    surround(inner, { awsRegion: 'eu-west-1', alarmTopicArn: 'arn:eu' });

    expect(surroundings(innermost).alarmTopicArn).toBe('arn:eu');
    expect(surroundings(innermost).provider).toBeUndefined();
    expect(() => surroundings(innermost).encryptionKeyArn).toThrow(
      'demo-orders/inner/innermost: expected to be surrounded with encryptionKeyArn, got none',
    );
  });

  it('can be taken over from another construct', () => {
    surround(stack, { awsRegion: 'us-east-1', deletionProtection: true });
    surround(inner, {
      awsRegion: 'eu-west-1',
      encryptionKeyArn: 'arn:eu',
      alarmTopicArn: 'arn:eu',
      provider,
    });
    const neighbour = new Construct(stack, 'neighbour');
    surround(neighbour, surroundings(inner));

    expect({ ...surroundings(neighbour) }).toEqual({
      awsRegion: 'eu-west-1',
      provider,
      deletionProtection: true,
      encryptionKeyArn: 'arn:eu',
      alarmTopicArn: 'arn:eu',
    });
  });

  it('are given to a scope once', () => {
    surround(stack, { awsRegion: 'us-east-1' });
    surround(stack, { deletionProtection: true });

    expect(() => surround(stack, { awsRegion: 'eu-west-1' })).toThrow(
      'demo-orders: expected to be surrounded with one awsRegion, got another',
    );
  });
});
