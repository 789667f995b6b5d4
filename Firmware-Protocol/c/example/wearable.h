#ifndef WEARABLE_H
#define WEARABLE_H

/* Once after the reset. */
void wearable_begin(void);

/* Again and again, at least every 5 ms. */
void wearable_loop(void);

#endif
