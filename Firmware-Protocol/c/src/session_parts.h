/* What the two halves of a session share: session.c answers requests, session_frames.c sends what was not asked for. */
#ifndef SESSION_PARTS_H
#define SESSION_PARTS_H

#include "swp_session.h"

enum { MICROSECONDS = 1000000, PULSE = 200000, SHORTEST_MAX_FRAME = 20, DATA_MOST = 24 /* header of DATA with DROPPED */ };

static inline int swp_has(const swp_session *session, uint32_t feature) {
  return (session->device->features & feature) != 0;
}

/* A frame that has no fields yet. */
void swp_new_frame(const swp_session *session, swp_frame *frame, uint8_t type, uint8_t id);

/* Sends a frame whose payload is a list of streams and indices: where this stretch began, or what comes next. */
size_t swp_send_positions(swp_session *session, swp_frame *frame, int tells_begin, uint8_t *out, size_t capacity);

/* Ends a lease that is over. */
void swp_end_lease(swp_session *session, uint64_t now);

/* Whether a sample of every stream that is on fits a frame of the host's, after a header of so many bytes and, where
   `has_quality`, a byte a channel. */
int swp_fits(const swp_session *session, size_t header, int has_quality);

#endif
