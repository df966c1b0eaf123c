/** Where the servers are, and by which packages they are reached. */

export type Driver = 'redis' | 'ioredis' | 'pg' | 'postgres';

export const REDIS_URL: string = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379';
export const POSTGRES_URL: string = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
