"""Stage 5: quantises the table to int8 with a scale per row and writes it where the program reads it.

    python pack.py --work WORK --table WORK/table.npy --out ../../models/embedder
"""

import argparse
import shutil
import struct
from pathlib import Path

import numpy as np

MAGIC = b"SBTABLE1"


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("work", "table", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    table = np.load(given.table).astype(np.float32)
    largest = np.abs(table).max(1)
    scales = (largest / 127).astype("<f4")
    values = np.rint(table / np.maximum(scales, 1e-20)[:, None]).clip(-127, 127).astype(np.int8)
    given.out.mkdir(parents=True, exist_ok=True)
    with (given.out / "table.bin").open("wb") as file:
        file.write(MAGIC + struct.pack("<II", *table.shape))
        file.write(scales.tobytes())
        file.write(values.tobytes())
    shutil.copyfile(given.work / "vocabulary.txt", given.out / "vocabulary.txt")
    kept = values * scales[:, None]
    lost = np.linalg.norm(table - kept) / np.linalg.norm(table)
    print(f"{(given.out / 'table.bin').stat().st_size} bytes, {100 * lost:.2f} % lost to int8")


if __name__ == "__main__":
    main()
