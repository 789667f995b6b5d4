// What of libbluetooth Swift can use, for the system's Bluetooth sockets.
#ifndef SPASM_CBLUEZ_H
#define SPASM_CBLUEZ_H

#include <errno.h>
#include <sys/socket.h>

#include <bluetooth/bluetooth.h>
#include <bluetooth/hci.h>
#include <bluetooth/hci_lib.h>
#include <bluetooth/l2cap.h>

// The addresses of sockets are many structures with one head, which Swift cannot cast between without rebinding memory.
static inline int spasm_bind_l2(int socket, const struct sockaddr_l2 *address) {
  return bind(socket, (const struct sockaddr *)address, sizeof *address);
}

static inline int spasm_connect_l2(int socket, const struct sockaddr_l2 *address) {
  return connect(socket, (const struct sockaddr *)address, sizeof *address);
}

static inline int spasm_bind_hci(int socket, const struct sockaddr_hci *address) {
  return bind(socket, (const struct sockaddr *)address, sizeof *address);
}

#endif
