import { Refusal, type Shop } from './shop.ts';

export interface User {
  readonly id: string;
  readonly tenant: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly sessionToken: string;
  readonly tier: 'standard' | 'gold';
  readonly signedUpAt: Date;
  readonly address: { readonly street: string; readonly city: string; readonly country: string };
  readonly giftCard?: { readonly code: string; readonly balance: number };
}

type Profile = Omit<User, 'signedUpAt'> & { readonly signedUpAt: string };

/** The user a request's `authorization: Bearer …` belongs to. */
export async function authenticate(shop: Shop, authorization: string | undefined): Promise<User> {
  const token = authorization?.replace(/^Bearer /, '');
  const row = await shop.db.row<{ profile: Profile }>('select profile from users where token = $1', [token ?? '']);
  if (row === undefined) throw new Refusal(401, 'SIGN_IN', 'Sign in to go on.');
  return { ...row.profile, signedUpAt: new Date(row.profile.signedUpAt) };
}
