// The sentence about access that nobody who sets up a project may miss.

export const NO_PRINCIPALS_TEXT =
  "Nothing said about access means that nobody can read it: say who may in each source's `access`, in front matter or in a column.";
