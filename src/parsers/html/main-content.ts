// Finds the part of a page that is about something, and leaves out menus, footers, banners and lists of links.
import type { HtmlElement } from "../reading/html/build-tree.ts";

export type MainContent = {
  readonly root: HtmlElement;
  /** Elements below the root that are left out. */
  readonly dropped: ReadonlySet<HtmlElement>;
};

const CHROME = new Set(["nav", "aside", "footer", "select", "button", "textarea", "input", "datalist", "menu"]);
const CHROME_ROLES = new Set(
  "navigation banner contentinfo complementary search dialog alertdialog menu menubar toolbar tablist".split(" "),
);
const BANNER =
  /cookie|consent|gdpr|newsletter|skip-?(?:to|link|nav)|breadcrumb|share-?(?:bar|buttons|links)|social-?(?:links|share)/i;
const CONTAINERS = new Set(["div", "ul", "ol", "section", "table", "td", "p", "dl"]);
const LEAST_TEXT = 140;

/** The page's `main` or `article`, or its body without blocks that are mostly links. */
export function findMainContent(root: HtmlElement): MainContent {
  const named = findNamed(root);
  if (named !== undefined) return { root: named, dropped: findChrome(named, false) };
  const body = findBody(root);
  const dropped = findChrome(body, true);
  const left = body.textLength - total(dropped);
  if (left < LEAST_TEXT && body.textLength > left * 3) return { root: body, dropped: new Set() };
  return { root: body, dropped };
}

function findNamed(root: HtmlElement): HtmlElement | undefined {
  const mains: HtmlElement[] = [];
  const articles: HtmlElement[] = [];
  walk(root, (element) => {
    if (element.name === "main" || element.attributes.get("role") === "main") mains.push(element);
    else if (element.name === "article") articles.push(element);
    return true;
  });
  const main = largest(mains);
  if (main !== undefined && main.textLength >= Math.min(LEAST_TEXT, root.textLength / 4)) return main;
  const article = largest(articles);
  return article !== undefined && article.textLength > root.textLength / 2 ? article : undefined;
}

function findBody(root: HtmlElement): HtmlElement {
  let body: HtmlElement | undefined;
  walk(root, (element) => {
    if (element.name === "body") body ??= element;
    return body === undefined && (element.name === "#root" || element.name === "html");
  });
  return body !== undefined && body.textLength >= root.textLength / 2 ? body : root;
}

function findChrome(root: HtmlElement, byLinks: boolean): ReadonlySet<HtmlElement> {
  const dropped = new Set<HtmlElement>();
  walk(root, (element) => {
    if (element === root) return true;
    const drop = isChrome(element, root) || (byLinks && isLinkList(element, root));
    if (drop) dropped.add(element);
    return !drop;
  });
  return dropped;
}

function isChrome(element: HtmlElement, root: HtmlElement): boolean {
  const { name, attributes } = element;
  if (CHROME.has(name) || CHROME_ROLES.has(attributes.get("role") ?? "")) return true;
  if (name === "header") return element.textLength * 5 < root.textLength && !holdsHeading(element);
  if (element.textLength * 3 > root.textLength) return false;
  const label = attributes.get("aria-label") ?? "";
  return BANNER.test(`${attributes.get("id") ?? ""} ${attributes.get("class") ?? ""} ${label}`);
}

function isLinkList(element: HtmlElement, root: HtmlElement): boolean {
  if (!CONTAINERS.has(element.name) || element.links < 4 || element.textLength * 2 > root.textLength) return false;
  return element.linkLength > element.textLength * 0.7;
}

function holdsHeading(element: HtmlElement): boolean {
  let found = false;
  walk(element, (each) => {
    found ||= each.name === "h1";
    return !found;
  });
  return found;
}

function largest(elements: readonly HtmlElement[]): HtmlElement | undefined {
  let best: HtmlElement | undefined;
  for (const element of elements) if (best === undefined || element.textLength > best.textLength) best = element;
  return best;
}

function total(elements: ReadonlySet<HtmlElement>): number {
  let length = 0;
  for (const element of elements) length += element.textLength;
  return length;
}

/** Visits elements from the top without recursion; `visit` says whether to go below. */
function walk(root: HtmlElement, visit: (element: HtmlElement) => boolean): void {
  const open: HtmlElement[] = [root];
  for (let element = open.pop(); element !== undefined; element = open.pop()) {
    if (!visit(element)) continue;
    for (let index = element.children.length - 1; index >= 0; index -= 1) {
      const child = element.children[index];
      if (typeof child === "object") open.push(child);
    }
  }
}
