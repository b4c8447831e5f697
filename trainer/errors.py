"""What ends a run with a word to the user; everything else that is raised is a defect.

Imported by the other files; nothing to run here.
"""


class TrainerError(Exception):
    """`code` is one of src/core/errors.ts."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


def invalid(message: str, hint: str = "") -> TrainerError:
    return TrainerError("input_invalid", message, hint)
