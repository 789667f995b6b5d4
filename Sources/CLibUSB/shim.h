// libusb-1.0 as Swift imports it. Whatever Swift cannot import is wrapped here by a static inline function.
#pragma once

#include <libusb.h>
