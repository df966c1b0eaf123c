/** A hint at how long a passphrase would stand, from what it is made of. Not a measurement: nobody can know where it was used before. */

/** 0 is refused; 3 is good for anything that belongs here. */
export type Strength = 0 | 1 | 2 | 3;

export function strengthOf(passphrase: string): Strength {
  if (passphrase.length < 8) return 0;
  const different = new Set(passphrase).size;
  if (different < 5 || /^(?:\d+|[a-z]{8,9}|(.{1,4})\1+)$/i.test(passphrase)) return 1;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(passphrase)).length;
  const bits = different * 1.5 + passphrase.length * (1 + kinds * 0.6);
  if (bits < 32) return 1;
  return bits < 48 ? 2 : 3;
}
