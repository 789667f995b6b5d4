/* What the example needs of a board; each function returns at once. */
#ifndef PLATFORM_H
#define PLATFORM_H

#include <stddef.h>
#include <stdint.h>

enum { EMG_CHANNELS = 8, EMG_SAMPLES = 9 };

/* Microseconds since the reset. */
uint64_t platform_now(void);
/* Another number at every reset. */
uint16_t platform_boot(void);
/* The next byte from the host: 1, or 0 where there is none. */
int platform_receive(uint8_t *byte);
/* Hands bytes to the link; 0 where it has no room for all of them, and then none is taken. */
int platform_send(const uint8_t *bytes, size_t length);
/* EMG_SAMPLES samples of all channels, sample by sample, and when the first was taken: 1, or 0 while fewer are there.
   `missed` is how many before them the converter could not give. */
int platform_emg(int32_t *samples, uint64_t *time, uint32_t *missed);
/* Per cent; 255 where it is not known. */
uint8_t platform_battery(void);

#endif
