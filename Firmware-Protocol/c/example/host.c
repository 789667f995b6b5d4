/* The example as a program for a POSIX machine, to try it before there is a board: `host PATH` is heard at a UNIX socket.

   cc -Iinclude -Iexample src/a.c ... example/wearable.c example/host.c -o host (all files of src) */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "platform.h"
#include "wearable.h"

enum { RATE = 2000, BACKLOG = 1 << 16 };

static int host = -1;
static uint64_t begun;
static uint64_t taken; /* samples that the converter has given */
static uint8_t waiting[BACKLOG];
static size_t waiting_length;

static uint64_t microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000U + (uint64_t)now.tv_nsec / 1000U;
}

uint64_t platform_now(void) { return microseconds() - begun; }

/* Nothing is kept from one run to the next: the process has another number. */
uint16_t platform_boot(void) { return (uint16_t)getpid(); }

int platform_receive(uint8_t *byte) { return read(host, byte, 1) == 1; }

int platform_send(const uint8_t *bytes, size_t length) {
  if (length > sizeof waiting - waiting_length) return 0;
  memcpy(waiting + waiting_length, bytes, length);
  waiting_length += length;
  return 1;
}

int platform_emg(int32_t *samples, uint64_t *time, uint32_t *missed) {
  static uint32_t chance = 1;
  *time = taken * (1000000U / RATE);
  if (*time + EMG_SAMPLES * (1000000U / RATE) > platform_now()) return 0;
  for (unsigned n = 0; n < EMG_CHANNELS * EMG_SAMPLES; n++) {
    chance = chance * 1664525U + 1013904223U;
    samples[n] = (int32_t)(chance >> 16) - 32768;
  }
  taken += EMG_SAMPLES;
  *missed = 0;
  return 1;
}

uint8_t platform_battery(void) { return 255; }

/* Whether the host is still there. */
static int flush(void) {
  while (waiting_length > 0) {
    ssize_t sent = send(host, waiting, waiting_length, MSG_NOSIGNAL);
    if (sent < 0) return errno == EAGAIN || errno == EINTR;
    waiting_length -= (size_t)sent;
    memmove(waiting, waiting + sent, waiting_length);
  }
  uint8_t byte;
  return recv(host, &byte, 1, MSG_PEEK) != 0;
}

int main(int count, char **arguments) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (count != 2 || strlen(arguments[1]) >= sizeof address.sun_path) {
    (void)fprintf(stderr, "host PATH: a path for a socket\n");
    return 64;
  }
  memcpy(address.sun_path, arguments[1], strlen(arguments[1]) + 1U);
  int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 1) != 0
      || (host = accept(listener, NULL, NULL)) < 0 || fcntl(host, F_SETFL, O_NONBLOCK) != 0) {
    perror(arguments[1]);
    return 69;
  }
  begun = microseconds();
  wearable_begin();
  /* One host, and then it is switched off. */
  while (flush()) {
    wearable_loop();
    nanosleep(&(struct timespec){0, 1000000}, NULL);
  }
  (void)unlink(arguments[1]);
  return 0;
}
