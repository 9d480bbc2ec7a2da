// Checks the page of `| as html` in a headless Chromium: click, search, keyboard, no error.
//
//     node scripts/check-page.mjs PAGE.html [SCREENSHOT.png]
//
// Needs the package playwright-core (found through NODE_PATH or beside the page) and a Chromium
// (CHROMIUM, or one of the usual names in PATH). Exit code 77 where one of these is missing.
import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const SKIPPED = 77;
const CYTOSCAPE = "3.35.0";

function skip(why) {
  console.error(`skipped: ${why}`);
  process.exit(SKIPPED);
}

function check(holds, what) {
  if (!holds) throw new Error(`not so: ${what}`);
  console.log(`ok: ${what}`);
}

function findChromium() {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
  const folders = (process.env.PATH || "").split(delimiter);
  const places = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [process.env.CHROMIUM, ...places].find((place) => place && existsSync(place));
}

const page = process.argv[2];
if (!page) {
  console.error("usage: node scripts/check-page.mjs PAGE.html [SCREENSHOT.png]");
  process.exit(2);
}
const program = findChromium();
if (!program) skip("there is no Chromium");
let chromium;
for (const place of [...(process.env.NODE_PATH || "").split(delimiter).filter(Boolean), process.cwd(), resolve(page, "..")]) {
  try {
    ({ chromium } = createRequire(join(resolve(place), "x.js"))("playwright-core"));
    break;
  } catch {
    try {
      ({ chromium } = createRequire(join(resolve(place), "playwright-core", "x.js"))("playwright-core"));
      break;
    } catch {
      continue;
    }
  }
}
if (!chromium) skip("there is no playwright-core");

const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox", "--disable-gpu"] });
try {
  for (const scheme of ["light", "dark"]) {
    const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 1400, height: 1000 }, offline: true });
    const tab = await context.newPage();
    const errors = [], requests = [];
    tab.on("console", (message) => ["error", "warning"].includes(message.type()) && errors.push(message.text()));
    tab.on("pageerror", (error) => errors.push(String(error)));
    tab.on("dialog", (dialog) => {
      errors.push(`dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    tab.on("request", (request) => /^https?:/.test(request.url()) && requests.push(request.url()));
    await tab.goto(pathToFileURL(resolve(page)).href);
    await tab.waitForFunction(() => window.oncoGraph && window.oncoGraph.nodes().length > 0);
    check((await tab.evaluate(() => cytoscape.version)) === CYTOSCAPE, `${scheme}: Cytoscape.js ${CYTOSCAPE}`);
    const counts = await tab.evaluate(() => [oncoGraph.nodes().length, oncoGraph.edges().length]);
    check(counts[0] > 1 && counts[1] > 0, `${scheme}: ${counts[0]} entities and ${counts[1]} lines are drawn`);

    // A click on a node, where it is on the screen.
    const box = await tab.locator("#graph").boundingBox();
    const node = await tab.evaluate(() => {
      const first = oncoGraph.nodes().sort((a, b) => b.degree() - a.degree())[0];
      const { x, y } = first.renderedPosition();
      return { x, y, name: first.data("name") };
    });
    await tab.mouse.click(box.x + node.x, box.y + node.y);
    check((await tab.locator("#details h2").first().textContent()) === node.name, `${scheme}: a click on ${node.name} shows it`);
    check((await tab.locator("#details").textContent()).length > 60, `${scheme}: with its lines`);
    await tab.evaluate(() => oncoGraph.edges().sort((a, b) => b.data("statements").length - a.data("statements").length)[0].emit("tap"));
    const statement = await tab.locator("#details li").first().textContent();
    check(/sources: \S+/.test(statement), `${scheme}: a line shows its statements with sources: ${statement.slice(0, 60)}`);

    // Search by keyboard.
    await tab.keyboard.press("/");
    check(await tab.evaluate(() => document.activeElement.id === "search"), `${scheme}: / goes to the search field`);
    await tab.keyboard.type(node.name.slice(0, 5));
    const found = await tab.locator("#found").textContent();
    check(/^[1-9]\d* found$/.test(found), `${scheme}: the search finds (${found})`);
    check((await tab.evaluate(() => oncoGraph.elements(".found").length)) > 0, `${scheme}: what was found is marked`);
    await tab.keyboard.press("Enter");
    check((await tab.evaluate(() => oncoGraph.$(":selected").length)) === 1, `${scheme}: Enter selects what was found`);
    await tab.keyboard.press("Escape");
    check((await tab.evaluate(() => oncoGraph.$(":selected, .found, .faded").length)) === 0, `${scheme}: Escape starts anew`);
    await tab.keyboard.press("ArrowRight");
    const [first] = await tab.evaluate(() => [oncoGraph.$(":selected").first().id()]);
    await tab.keyboard.press("ArrowRight");
    const second = await tab.evaluate(() => oncoGraph.$(":selected").first().id());
    check(first && second && first !== second, `${scheme}: arrow keys go from entity to entity`);

    // Dragging moves a node, the wheel zooms.
    await tab.waitForTimeout(300);
    await tab.locator("#fit").click();
    const before = await tab.evaluate(() => ({ zoom: oncoGraph.zoom() }));
    const now = await tab.evaluate((id) => oncoGraph.getElementById(id).renderedPosition(), second);
    await tab.mouse.move(box.x + now.x, box.y + now.y);
    await tab.mouse.down();
    await tab.mouse.move(box.x + now.x + 40, box.y + now.y + 30, { steps: 5 });
    await tab.mouse.up();
    const dragged = await tab.evaluate((id) => oncoGraph.getElementById(id).renderedPosition(), second);
    check(Math.abs(dragged.x - now.x - 40) < 8, `${scheme}: a node can be dragged`);
    await tab.mouse.wheel(0, -300);
    await tab.waitForTimeout(200);
    check((await tab.evaluate(() => oncoGraph.zoom())) !== before.zoom, `${scheme}: the wheel zooms`);
    await tab.locator("#fit").click();
    check(requests.length === 0, `${scheme}: nothing is fetched`);
    check(errors.length === 0, `${scheme}: no error in the console ${errors.join("; ")}`);
    if (process.argv[3]) await tab.screenshot({ path: process.argv[3].replace(".png", `-${scheme}.png`) });
    await context.close();
  }
  check(!/<script[^>]+src=|<link[^>]+href="http/.test(readFileSync(page, "utf8")), "the page is one file");
} finally {
  await browser.close();
}
