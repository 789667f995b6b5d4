/* The codec of the spasm wearable protocol, version 1.1, for firmware: C11, no heap, nothing of libc but memcpy.
   The pages beside this folder are the specification. */
#ifndef SWP_H
#define SWP_H

#include "swp_constants.h"
#include "swp_description.h"
#include "swp_frame.h"
#include "swp_link.h"
#include "swp_session.h"

#endif
