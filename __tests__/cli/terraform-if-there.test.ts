import { terraformIfThere } from '../../cli/terraform-if-there';

const none = () => Promise.reject(new Error('Terraform is missing. Any one of these helps: …'));

describe('a check that needs Terraform', () => {
  it('is made with the Terraform that is there', async () => {
    expect(await terraformIfThere(async () => 'tofu', {})).toEqual({ binary: 'tofu' });
  });

  it('is left out where there is none, with the reason and the ways to get one', async () => {
    expect(await terraformIfThere(none, {})).toEqual({
      reason: 'Terraform is missing. Any one of these helps: …',
    });
  });

  it('fails where there is none and nothing may be left out', async () => {
    await expect(terraformIfThere(none, { MERIDIAN_REQUIRE_TOOLS: '1' })).rejects.toThrow('is missing');
  });
});
