import { expect, test } from "vitest";

import { userFolder } from "./user-folder.ts";

test.each([
  ["linux", { HOME: "/home/ann" }, "/home/ann/.local/share/schoolbook"],
  ["linux", { HOME: "/home/ann", XDG_DATA_HOME: "/data" }, "/data/schoolbook"],
  ["linux", { HOME: "/home/ann", XDG_DATA_HOME: "relative" }, "/home/ann/.local/share/schoolbook"],
  ["darwin", { HOME: "/Users/ann" }, "/Users/ann/Library/Application Support/schoolbook"],
  ["linux", { HOME: "/home/ann", SCHOOLBOOK_HOME: "/opt/school" }, "/opt/school"],
  ["linux", { HOME: "/home/ann", SCHOOLBOOK_HOME: "" }, "/home/ann/.local/share/schoolbook"],
])("on %s with %o a user's things lie in %s", (platform, env, folder) => {
  expect(userFolder(env, platform)).toBe(folder);
});
