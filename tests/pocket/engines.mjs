// Three engines behind one set of gestures: Chromium and Firefox by puppeteer-core, WebKit by its own WebDriver.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { setTimeout as pause } from "node:timers/promises";
import puppeteer from "puppeteer-core";

const WAIT = 60_000;

/** A tab: go, tap, key, type, choose, upload, run (a function in the page), look (a PNG). */
class PuppeteerTab {
  constructor(page, browser) {
    this.page = page;
    this.browser = browser;
    this.requests = [];
    this.errors = [];
    page.on("request", (request) => this.requests.push(request.url()));
    page.on("pageerror", (error) => this.errors.push(error.message));
  }

  async size(width, height) {
    const touch = this.browser.kind === "chromium" ? { hasTouch: true, isMobile: true } : {};
    await this.page.setViewport({ width, height, deviceScaleFactor: 1, ...touch });
  }

  go(address) { return this.page.goto(address, { timeout: WAIT }); }
  reload() { return this.page.reload({ timeout: WAIT }); }
  run(work, ...given) { return this.page.evaluate(work, ...given); }
  front() { return this.page.bringToFront(); }
  look(path) { return this.page.screenshot({ path }); }
  key(name) { return this.page.keyboard.press(name === "Space" ? " " : name); }
  async tap(selector) {
    await this.run((found) => document.querySelector(found).scrollIntoView({ block: "center" }), selector);
    if (this.browser.kind === "chromium") await this.page.tap(selector);
    else await this.page.click(selector);
  }
  async type(selector, text) {
    await this.page.focus(selector);
    await this.page.keyboard.type(text);
  }
  choose(selector, value) { return this.page.select(selector, value); }
  async upload(selector, path) {
    const field = await this.page.$(selector);
    await field.uploadFile(path);
  }
  async until(work, ...given) {
    await this.page.waitForFunction(work, { timeout: WAIT, polling: 50 }, ...given);
  }
  close() { return this.page.close(); }
}

class PuppeteerBrowser {
  constructor(kind, browser, context) {
    this.kind = kind;
    this.browser = browser;
    this.context = context;
  }

  async tab() {
    return new PuppeteerTab(await this.context.newPage(), this);
  }
  close() { return this.browser.close(); }
}

const KEYS = { Tab: "\ue004", Space: " ", Enter: "\ue007", Escape: "\ue00c" };
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** WebKit's window is never narrower than its bar of tools: the page stands in a frame of the size that is asked for. */
class WebDriverTab {
  constructor(browser, handle) {
    this.browser = browser;
    this.handle = handle;
    this.requests = [];
    this.errors = [];
  }

  async ask(method, path, body) {
    if (this.browser.current !== this.handle) {
      this.browser.current = this.handle;
      await this.browser.ask("POST", "/window", { handle: this.handle });
      if (this.isFramed) await this.browser.ask("POST", "/frame", { id: 0 });
    }
    return this.browser.ask(method, path, body);
  }
  async size(width, height) {
    this.frame = join(mkdtempSync(join(tmpdir(), "frame-")), "frame.html");
    this.looks = `width:${width}px;height:${height}px;border:0`;
    await this.ask("POST", "/window/rect", { width: width + 200, height: height + 200 });
  }
  async go(url) {
    writeFileSync(this.frame, `<!DOCTYPE html><body style="margin:0"><iframe src="${url}" style="${this.looks}"></iframe>`);
    this.isFramed = false;
    await this.ask("POST", "/url", { url: pathToFileURL(this.frame).href });
    this.isFramed = true;
    this.browser.current = ""; // the next order goes into the frame first
  }
  async reload() {
    await this.run(() => { document.documentElement.dataset.ready = ""; location.reload(); });
    await pause(300);
    this.browser.current = "";
  }
  run(work, ...args) { return this.ask("POST", "/execute/sync", { script: `return (${work})(...arguments)`, args }); }
  front() { return this.run(() => { window.dispatchEvent(new Event("focus")); }); }
  async look(path) {
    writeFileSync(path, Buffer.from(await this.ask("GET", "/screenshot"), "base64"));
  }
  async find(selector) {
    return (await this.ask("POST", "/element", { using: "css selector", value: selector }))[ELEMENT];
  }
  key(name) {
    const value = KEYS[name] || name;
    const actions = [{ type: "keyDown", value }, { type: "keyUp", value }];
    return this.ask("POST", "/actions", { actions: [{ type: "key", id: "keys", actions }] });
  }
  async tap(selector) {
    await this.run((found) => document.querySelector(found).scrollIntoView({ block: "center" }), selector);
    return this.ask("POST", `/element/${await this.find(selector)}/click`, {});
  }
  async type(selector, text) { return this.ask("POST", `/element/${await this.find(selector)}/value`, { text }); }
  choose(selector, value) {
    return this.run((found, chosen) => {
      const select = document.querySelector(found);
      select.value = chosen;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }, selector, value);
  }
  upload(selector, path) { return this.type(selector, path); }
  async until(work, ...given) {
    for (const end = Date.now() + WAIT; Date.now() < end; await pause(50)) if (await this.run(work, ...given)) return;
    throw new Error(`never so: ${work}`);
  }
  close() {
    this.browser.current = "";
    return this.browser.ask("POST", "/window", { handle: this.handle }).then(() => this.browser.ask("DELETE", "/window"));
  }
}

class WebDriverBrowser {
  constructor(driver, port) {
    this.kind = "webkit";
    this.driver = driver;
    this.root = `http://127.0.0.1:${port}/session`;
    this.current = "";
    this.isNew = true;
  }

  async ask(method, path, body) {
    const answer = await fetch(this.root + path,
      { method, headers: { "content-type": "application/json" }, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (value && value.error) throw new Error(`${method} ${path}: ${value.error} ${value.message}`);
    return value;
  }
  async begin() {
    const binary = readdirSync("/usr/lib").map((one) => `/usr/lib/${one}/webkit2gtk-4.1/MiniBrowser`).find(existsSync);
    const options = { binary, args: ["--automation"] };
    const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": options } };
    for (const end = Date.now() + WAIT; ; await pause(200)) {
      try {
        const { sessionId } = await this.ask("POST", "", { capabilities });
        this.root += `/${sessionId}`;
        return this;
      } catch (error) {
        if (Date.now() > end) throw error;
      }
    }
  }
  async tab() {
    if (!this.isNew) return new WebDriverTab(this, (await this.ask("POST", "/window/new", { type: "tab" })).handle);
    this.isNew = false;
    return new WebDriverTab(this, await this.ask("GET", "/window"));
  }
  async close() {
    await this.ask("DELETE", "").catch(() => {});
    this.driver.kill();
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}

/** @param {"chromium" | "firefox" | "webkit"} kind @param {{isPrivate?: boolean, userDataDir?: string}} [how] a window that
 * forgets; where the browser keeps its things (not WebKit, which forgets them when it is driven) */
export async function start(kind, { isPrivate = false, userDataDir } = {}) {
  if (kind === "chromium") {
    const args = ["--no-sandbox", "--disable-gpu", "--lang=fr"];
    const browser = await puppeteer.launch({ executablePath: "/usr/bin/chromium", args, userDataDir, timeout: WAIT,
      protocolTimeout: 180_000 });
    return new PuppeteerBrowser(kind, browser, isPrivate ? await browser.createBrowserContext() : browser.defaultBrowserContext());
  }
  if (kind === "firefox") {
    const extraPrefsFirefox = isPrivate ? { "browser.privatebrowsing.autostart": true } : {};
    const browser = await puppeteer.launch({ browser: "firefox", executablePath: "/usr/bin/firefox-esr", timeout: WAIT,
      protocolTimeout: 180_000, extraPrefsFirefox, userDataDir });
    return new PuppeteerBrowser(kind, browser, browser.defaultBrowserContext());
  }
  const port = await freePort();
  const driver = spawn("WebKitWebDriver", [`--port=${port}`], { stdio: "ignore" });
  return new WebDriverBrowser(driver, port).begin();
}
