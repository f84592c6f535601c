import { localEnvironment, runningEnvironment } from '../environment';

describe('localEnvironment', () => {
  const original = process.env;
  afterEach(() => {
    process.env = original;
  });

  it('leads everything to the local AWS, also the APIs with an account id in their host', () => {
    expect(localEnvironment('http://127.0.0.1:4566')).toMatchObject({
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      HTTP_PROXY: 'http://127.0.0.1:4566',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
  });

  it("takes the user's own credentials, profile and endpoints out of the way", () => {
    process.env = {
      ...original,
      AWS_PROFILE: 'production',
      AWS_SESSION_TOKEN: 'real',
      AWS_ENDPOINT_URL_S3: 'https://elsewhere',
      AWS_ENDPOINT_URL_STS: 'https://elsewhere',
    };
    const environment = { ...process.env, ...localEnvironment('http://127.0.0.1:4566') };
    expect(environment).toMatchObject({
      AWS_PROFILE: '',
      AWS_SESSION_TOKEN: '',
      AWS_ENDPOINT_URL_S3: '',
      AWS_ENDPOINT_URL_STS: '',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    });
  });

  it('is not there when nothing runs', () => {
    expect(runningEnvironment('/nowhere')).toBeUndefined();
  });
});
