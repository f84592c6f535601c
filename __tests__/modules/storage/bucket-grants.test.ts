import {
  bucketReaderStatements,
  bucketReplicaStatements,
  bucketWriterStatements,
} from '../../../modules/storage/bucket-grants';
import { isAllowed, policyOf } from '../../support/policy';

const BUCKET = 'arn:aws:s3:::objects';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1';
const bucket = { arn: BUCKET, awsRegion: 'eu-west-1', encryptionKeyArn: KEY };

const mayRead = (action: string, resource: string, context = {}) =>
  isAllowed([policyOf(bucketReaderStatements(bucket, 'images/'))], { action, resource, context });
const mayWrite = (action: string, resource: string, context = {}) =>
  isAllowed([policyOf(bucketWriterStatements(bucket))], { action, resource, context });
const throughS3 = { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' };

describe('a reader of a bucket', () => {
  it('reads and lists below its prefixes, and nowhere else', () => {
    expect(mayRead('s3:GetObject', `${BUCKET}/images/a`)).toBe(true);
    expect(mayRead('s3:GetObject', `${BUCKET}/invoices/a`)).toBe(false);
    expect(mayRead('s3:ListBucket', BUCKET, { 's3:prefix': 'images/2024/' })).toBe(true);
    expect(mayRead('s3:ListBucket', BUCKET, { 's3:prefix': 'invoices/' })).toBe(false);
    expect(mayRead('s3:ListBucket', BUCKET)).toBe(false);
  });

  it('writes nothing', () => {
    expect(mayRead('s3:PutObject', `${BUCKET}/images/a`)).toBe(false);
    expect(mayRead('s3:DeleteObject', `${BUCKET}/images/a`)).toBe(false);
    expect(mayRead('kms:GenerateDataKey', KEY, throughS3)).toBe(false);
  });

  it('decrypts through S3 only', () => {
    expect(mayRead('kms:Decrypt', KEY, throughS3)).toBe(true);
    expect(mayRead('kms:Decrypt', KEY)).toBe(false);
  });
});

describe('a writer of a bucket', () => {
  it('may do with its objects what it likes, but for their old versions', () => {
    for (const action of ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload']) {
      expect(mayWrite(action, `${BUCKET}/any`)).toBe(true);
    }
    expect(mayWrite('s3:ListBucket', BUCKET)).toBe(true);
    expect(mayWrite('s3:DeleteObjectVersion', `${BUCKET}/any`)).toBe(false);
    expect(mayWrite('s3:PutObject', 'arn:aws:s3:::other/any')).toBe(false);
  });

  it('uses the key for parts too, which S3 reads to put them together', () => {
    expect(mayWrite('kms:GenerateDataKey', KEY, throughS3)).toBe(true);
    expect(mayWrite('kms:Decrypt', KEY, throughS3)).toBe(true);
  });

  it('needs no key where S3 manages it', () => {
    const actions = bucketWriterStatements({ arn: BUCKET, awsRegion: 'eu-west-1' }).flatMap(
      (statement) => statement.actions,
    );

    expect(actions).toContain('s3:PutObject');
    expect(actions.filter((action) => action.startsWith('kms:'))).toEqual([]);
  });
});

describe('whoever copies into a bucket', () => {
  const copies = (options = {}) => [policyOf(bucketReplicaStatements(bucket, options))];
  const deletion = { action: 's3:ReplicateDelete', resource: `${BUCKET}/a` };

  it('copies deletions, unless the copies are to outlast them', () => {
    expect(isAllowed(copies(), deletion)).toBe(true);
    expect(isAllowed(copies({ deletions: false }), deletion)).toBe(false);
    expect(isAllowed(copies({ deletions: false }), { ...deletion, action: 's3:ReplicateObject' })).toBe(true);
  });
});
