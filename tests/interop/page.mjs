#!/usr/bin/env node
// Opens what `--format html` writes in Chromium, as a person would.
//
// usage: tests/interop/page.mjs BINARY [SCREENSHOTS]
//
// Pages of the fixtures, of hostile text, of failures alone and of 2,000 accounts; wide and narrow, light and dark, with
// and without scripts: no error in the console, no request but for the file, nothing wider than the screen, no violation by
// axe-core, no error by html-validate, accounts that sort and filter, an A4 PDF. Needs Node with npm, and Chromium (Debian's
// package, which root installs); what it needs beyond is installed once into target/interop.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const tools = join(root, "target/interop/page");
const packages = ["playwright-core@1", "axe-core@4", "html-validate@11"];
const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const [binary, screenshots] = process.argv.slice(2).map((path) => resolve(path));
const faults = [];
const check = (holds, fault) => holds || faults.push(fault);

function install() {
  mkdirSync(tools, { recursive: true });
  if (!existsSync(join(tools, "node_modules/html-validate"))) {
    execFileSync("npm", ["install", "--silent", "--prefix", tools, ...packages], { stdio: "inherit" });
  }
  if (!browsers.some(existsSync)) {
    execFileSync("apt-get", ["update", "-qq"], { stdio: "inherit" });
    execFileSync("apt-get", ["install", "-y", "-qq", "chromium"], { stdio: ["ignore", "ignore", "inherit"] });
  }
}

/** Writes a page; the arguments are relative to the repository. */
function page(name, args) {
  const file = join(tools, `${name}.html`);
  try {
    execFileSync(binary, ["-q", "--as-of=2026-09-30", "-o", file, ...args], { cwd: root });
  } catch (error) {
    if (![1, 3].includes(error.status)) throw error;
  }
  return { name, file };
}

/** Reports of many accounts, some with keys. */
function many() {
  const header =
    "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation," +
    "mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date," +
    "access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated," +
    "access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active," +
    "cert_1_last_rotated,cert_2_active,cert_2_last_rotated";
  const folder = join(tools, "many");
  mkdirSync(folder, { recursive: true });
  for (let number = 0; number < 2000; number += 1) {
    const id = String(100000000000 + number * 7919);
    const key = number % 17 === 0 ? `${number % 2 === 0},20${10 + (number % 16)}-05-01T00:00:00Z` : "false,N/A";
    const row =
      `<root_account>,arn:aws:iam::${id}:root,2010-01-01T00:00:00Z,true,no_information,N/A,N/A,${number % 3 === 0},` +
      `${key},N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A`;
    writeFileSync(join(folder, `${id}.csv`), `${header}\n${row}\n`);
  }
  return folder;
}

function hostile() {
  const folder = join(tools, "hostile");
  mkdirSync(folder, { recursive: true });
  const text = `</td><script>alert(1)</script><img src="http://example.com/x" onerror=alert(2)>\u202e`;
  const csv = readFileSync(join(root, "fixtures/shapes/active.lf.csv"), "utf8");
  writeFileSync(join(folder, "'><b>.csv"), csv.replaceAll("us-east-1", text));
  writeFileSync(join(folder, "list.csv"), `account_id,name\n111122223333,"${text.replaceAll('"', '""')}"\n`);
  return folder;
}

const review = ["--accounts=fixtures/review/accounts.json", "--exceptions=fixtures/review/exceptions.csv"];
const dated = ["--baseline=fixtures/review/evidence.json", "--max-age=7d", "--generated-at=2026-09-29", "--strict"];

install();
const require = createRequire(join(tools, "node_modules/x.js"));
const { chromium } = require("playwright-core");
const { HtmlValidate } = require("html-validate");
const bad = hostile();
const pages = [
  page("organization", ["fixtures/organization"]),
  page("review", ["fixtures/organization", ...review, ...dated]),
  page("clean", ["fixtures/shapes/clean.v2.json"]),
  page("failures", ["fixtures/problems/empty-input.json", "fixtures/problems/html.html"]),
  page("problems", ["fixtures/problems"]),
  page("hostile", [join(bad, "'><b>.csv"), `--accounts=${join(bad, "list.csv")}`]),
  page("many", [many()]),
];

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  // How the source looks is nobody's concern here.
  rules: { "long-title": "off", "no-trailing-whitespace": "off" },
});
for (const { name, file } of pages) {
  const report = await validator.validateFile(file);
  for (const { messages } of report.results) {
    for (const { ruleId, message, line, column } of messages.slice(0, 5)) {
      faults.push(`${name}: html-validate: ${ruleId} at ${line}:${column}: ${message}`);
    }
  }
}

const browser = await chromium.launch({ executablePath: browsers.find(existsSync), args: ["--no-sandbox"] });
const kinds = [
  { width: 1280, colorScheme: "light", javaScriptEnabled: true },
  { width: 1280, colorScheme: "dark", javaScriptEnabled: true },
  { width: 390, colorScheme: "light", javaScriptEnabled: true },
  { width: 390, colorScheme: "dark", javaScriptEnabled: false },
];
for (const { name, file } of pages) {
  for (const { width, ...how } of kinds) {
    const what = `${name} at ${width} in ${how.colorScheme}${how.javaScriptEnabled ? "" : " without scripts"}`;
    const context = await browser.newContext({ viewport: { width, height: 900 }, ...how });
    const tab = await context.newPage();
    tab.on("console", (message) => faults.push(`${what}: console: ${message.text()}`));
    tab.on("pageerror", (error) => faults.push(`${what}: ${error}`));
    tab.on("request", (request) => {
      check(request.url().startsWith(pathToFileURL(file).href), `${what}: asks for ${request.url()}`);
    });
    await tab.goto(pathToFileURL(file).href);
    const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(overflow <= 0, `${what}: ${overflow} px wider than the screen`);
    if (screenshots) {
      mkdirSync(screenshots, { recursive: true });
      const path = join(screenshots, `${name}-${width}-${how.colorScheme}.png`);
      await tab.screenshot({ path, fullPage: name !== "many" });
    }
    if (how.javaScriptEnabled && name !== "failures") await sortAndFilter(tab, what);
    await context.close();
    // Scripts that look for barriers are none of the page's: its policy would not let them in.
    if (how.javaScriptEnabled && name !== "many") await barriers(name, file, width, how, what);
  }
}
await print("review");
await browser.close();

async function sortAndFilter(tab, what) {
  const ids = () => tab.locator("#account-table tbody:visible tr:first-child .id").allTextContents();
  const all = await ids();
  await tab.locator("#account-table thead button").first().click();
  const sorted = await ids();
  check(sorted.join() === [...all].sort().join(), `${what}: sorting by account does not sort`);
  await tab.locator("#filter").fill(all[0]);
  check((await ids()).join() === all[0], `${what}: filtering by an id does not show it alone`);
  await tab.locator("#filter").fill("no such thing anywhere");
  check((await ids()).length === 0, `${what}: filtering shows what does not fit`);
  await tab.locator("#filter").fill("");
  await tab.locator("[name=verdict][value=active]").uncheck();
  const left = await tab.locator("#account-table tbody.active:visible").count();
  check(left === 0, `${what}: an unchecked verdict is shown`);
}

async function barriers(name, file, width, how, what) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: true, ...how });
  const tab = await context.newPage();
  await tab.goto(pathToFileURL(file).href);
  await tab.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
  const { violations } = await tab.evaluate(() => globalThis.axe.run());
  for (const { id, help, nodes } of violations) {
    faults.push(`${what}: axe: ${id}: ${help}: ${nodes[0].html.slice(0, 120)} (${nodes.length})`);
  }
  await context.close();
}

/** On paper every account is there, also one that is filtered out on the screen. */
async function print(name) {
  const { file } = pages.find((page) => page.name === name);
  const tab = await browser.newPage();
  await tab.goto(pathToFileURL(file).href);
  await tab.locator("#filter").fill("no such thing anywhere");
  await tab.emulateMedia({ media: "print" });
  const shown = await tab.locator("#account-table tbody:visible").count();
  check(shown === 14, `${name} on paper: ${shown} of 14 accounts`);
  const path = join(screenshots ?? tools, `${name}.pdf`);
  await tab.pdf({ path, format: "A4", preferCSSPageSize: true, printBackground: true });
  const pdf = readFileSync(path, "latin1");
  const [, , width, height] = /MediaBox\s*\[\s*(\S+) (\S+) (\S+) ([^\s\]]+)/.exec(pdf).slice(1).map(Number);
  check(Math.abs(width - 595) < 2 && Math.abs(height - 842) < 2, `${name}: the paper is ${width} by ${height}`);
}

for (const fault of faults) console.error(fault);
console.log(`${pages.length} pages, ${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);
