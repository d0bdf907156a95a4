// Which browser is started, and how: without what asks the network for anything.
export const executable = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];
