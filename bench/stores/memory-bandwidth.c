// Reads a large block of memory again and again with one thread and prints gigabytes per second, one line per round.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

int main(void) {
  size_t bytes = 512u << 20, words = bytes / 8;
  uint64_t *block = malloc(bytes);
  if (!block) return 1;
  memset(block, 1, bytes);
  for (int round = 0; round < 5; round++) {
    double start = seconds();
    uint64_t a = 0, b = 0, c = 0, d = 0;
    for (size_t i = 0; i < words; i += 4) {
      a += block[i];
      b += block[i + 1];
      c += block[i + 2];
      d += block[i + 3];
    }
    double elapsed = seconds() - start;
    volatile uint64_t keep = a + b + c + d;
    (void)keep;
    printf("%.3f\n", bytes / elapsed / 1e9);
  }
  return 0;
}
