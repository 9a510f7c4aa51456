// Draws the icons of the installed app from the vector one: `npm run make:icons`. Systems cut maskable ones to a shape of
// their own, so these fill the whole square and keep the drawing within the middle four fifths.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { findBrowser } from './find-browser.mjs';

const ICONS = fileURLToPath(new URL('../../public/icons/', import.meta.url));
const GROUND = '#14191c';
const DRAWN = [
  { name: 'tain-192', sizePx: 192, maskable: false },
  { name: 'tain-512', sizePx: 512, maskable: false },
  { name: 'tain-maskable-192', sizePx: 192, maskable: true },
  { name: 'tain-maskable-512', sizePx: 512, maskable: true },
];

const drawing = readFileSync(`${ICONS}tain.svg`, 'utf8');
const browser = await chromium.launch({ executablePath: findBrowser() ?? '', args: ['--no-sandbox'] });
for (const { name, sizePx, maskable } of DRAWN) {
  const page = await browser.newPage({ viewport: { width: sizePx, height: sizePx }, colorScheme: maskable ? 'dark' : 'light' });
  const inset = maskable ? sizePx * 0.2 : 0;
  await page.setContent(`<style>html{background:${maskable ? GROUND : 'none'}}body{margin:0}svg{position:fixed;inset:${inset}px;inline-size:${sizePx - 2 * inset}px}</style>${drawing}`);
  await page.screenshot({ path: `${ICONS}${name}.png`, omitBackground: !maskable });
  await page.close();
}
await browser.close();
