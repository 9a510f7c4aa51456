export {};

await Promise.reject(new Error('nothing to start with'));
