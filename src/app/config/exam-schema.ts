// Settings of exams: arms under names of the team's own, beside those that everybody has.
import { z } from "zod";

import { ARM_SCHEMA } from "../exam/arms/arm-schema.ts";

export const EXAM_SCHEMA = z.strictObject({
  arms: z
    .array(ARM_SCHEMA)
    .default([])
    .describe("Arms that `exam run` asks where --arms names none; see docs/exam.md."),
});
