// The node-* binary packages publish "os" and "cpu" as plain strings, which pnpm 12 drops from the lock file: it then
// guesses from the package's name and downloads the Windows binary on Linux too. Give it lists.
const operatingSystems = { linux: 'linux', darwin: 'darwin', win: 'win32' };

export const hooks = {
  readPackage(manifest) {
    const match = /^node-(?:bin-)?(linux|darwin|win)-(x64|arm64)$/.exec(manifest.name ?? '');
    if (match) {
      manifest.os = [operatingSystems[match[1]]];
      manifest.cpu = [match[2]];
      if (match[1] === 'linux') manifest.libc = ['glibc'];
    }
    return manifest;
  },
};
