/* How many instructions a Cortex-M4 spends on a frame: runs in qemu (mps2-an386, -icount shift=0, where an instruction takes
   a nanosecond of its clock) and reads SysTick, which there counts 25 MHz: one tick is 40 instructions. Output by semihosting. */

#include "platform.h"
#include "swp.h"
#include "wearable.h"

#define SYSTICK_CONTROL (*(volatile uint32_t *)0xE000E010U)
#define SYSTICK_RELOAD (*(volatile uint32_t *)0xE000E014U)
#define SYSTICK_VALUE (*(volatile uint32_t *)0xE000E018U)

enum { FRAMES = 200, TICK = 40, CLOCK = 64000000, RATE = 2000, CHANNELS = 8, MOST = 64 };

static void semihost(int operation, const void *argument) {
  register int r0 __asm__("r0") = operation;
  register const void *r1 __asm__("r1") = argument;
  __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
}

static void print(const char *text) { semihost(4, text); }

static void print_number(uint32_t value) {
  char text[12];
  char *next = text + sizeof text - 1;
  *next = 0;
  do {
    *--next = (char)('0' + value % 10U);
    value /= 10U;
  } while (value != 0);
  print(next);
}

/* Hundredths of a per cent as a number with two places. */
static void print_share(uint32_t hundredths) {
  print_number(hundredths / 100U);
  print(hundredths % 100U < 10U ? ".0" : ".");
  print_number(hundredths % 100U);
}

static uint32_t ticks(void) { return 0xFFFFFFU - SYSTICK_VALUE; }

static int32_t samples[CHANNELS * MOST];

/* What EMG is like: noise of some thousand steps, of which neighbours are alike. */
static void make_samples(void) {
  uint32_t state = 1;
  int32_t level[CHANNELS] = {0};
  for (unsigned n = 0; n < CHANNELS * MOST; n++) {
    state = state * 1664525U + 1013904223U;
    level[n % CHANNELS] = level[n % CHANNELS] * 3 / 4 + (int32_t)(state >> 20) - 2048;
    samples[n] = level[n % CHANNELS];
  }
}

static void measure(const char *name, uint8_t encoding, uint16_t count, int is_stuffed) {
  static uint8_t out[2048];
  static uint8_t stuffed[SWP_STUFFED_MOST(sizeof out)];
  swp_frame frame = {.type = SWP_DATA, .encoding = encoding, .channels = CHANNELS, .count = count, .boot = 7};
  if (is_stuffed) frame.flags = SWP_FLAG_CRC;
  uint32_t begin = ticks();
  size_t bytes = 0;
  for (unsigned n = 0; n < FRAMES; n++) {
    frame.index += count;
    frame.time += 500U * count;
    size_t length = swp_encode_data(&frame, samples, out, sizeof out);
    bytes += is_stuffed ? swp_stuff(out, length, stuffed) : length;
  }
  uint32_t spent = (ticks() - begin) * TICK / FRAMES;
  print(name);
  print(", ");
  print_number(count);
  print(" samples: ");
  print_number(spent);
  print(" instructions, ");
  print_number((uint32_t)bytes / FRAMES);
  print(" bytes a frame, ");
  /* instructions x frames a second / clock, in hundredths of a per cent */
  print_share((uint32_t)((uint64_t)spent * RATE * 10000U / count / CLOCK));
  print(" % of 64 MHz\n");
}

/* The board of the example, which is linked to see that it fits and how large it is. */
uint64_t platform_now(void) { return 0; }
uint16_t platform_boot(void) { return 7; }
int platform_receive(uint8_t *byte) {
  *byte = 0;
  return 0;
}
int platform_send(const uint8_t *bytes, size_t length) { return bytes != NULL && length != 0; }
int platform_emg(int32_t *values, uint64_t *time, uint32_t *missed) {
  (void)values;
  (void)time;
  (void)missed;
  return 0;
}
uint8_t platform_battery(void) { return 255; }

void reset(void);
void reset(void) {
  extern uint32_t data_load, data_begin, data_end, bss_begin, bss_end;
  const uint32_t *from = &data_load;
  for (uint32_t *to = &data_begin; to < &data_end; to++) *to = *from++;
  for (uint32_t *to = &bss_begin; to < &bss_end; to++) *to = 0;
  wearable_begin();
  wearable_loop();
  make_samples();
  SYSTICK_RELOAD = 0xFFFFFFU;
  SYSTICK_VALUE = 0;
  SYSTICK_CONTROL = 5;
  static const uint16_t counts[] = {9, 36};
  for (unsigned n = 0; n < 2; n++) {
    measure("bare", SWP_I24, counts[n], 0);
    measure("COBS and CRC", SWP_I24, counts[n], 1);
    measure("compressed, bare", SWP_PACKED, counts[n], 0);
    measure("compressed, COBS and CRC", SWP_PACKED, counts[n], 1);
  }
  /* ADP_Stopped_ApplicationExit */
  semihost(0x18, (const void *)0x20026);
  for (;;) {
  }
}

extern uint32_t stack_top;
__attribute__((section(".vectors"), used)) static const struct {
  uint32_t *stack;
  void (*reset)(void);
} vectors = {&stack_top, reset};
