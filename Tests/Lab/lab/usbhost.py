"""A host of this lab's own: libusb through ctypes, synchronous, to prove a peripheral before anything else reads it."""

import ctypes
import socket
import threading
import time

TIMED_OUT, PIPE, NO_DEVICE, OVERFLOW = -7, -9, -4, -8


class USBError(Exception):
    def __init__(self, call, code):
        super().__init__(f"{call}: {_library().libusb_error_name(code).decode()}")
        self.code = code


def _library():
    if not hasattr(_library, "loaded"):
        usb = ctypes.CDLL("libusb-1.0.so.0")
        usb.libusb_error_name.restype = ctypes.c_char_p
        usb.libusb_open_device_with_vid_pid.restype = ctypes.c_void_p
        usb.libusb_open_device_with_vid_pid.argtypes = [ctypes.c_void_p, ctypes.c_uint16, ctypes.c_uint16]
        usb.libusb_control_transfer.argtypes = [
            ctypes.c_void_p, ctypes.c_uint8, ctypes.c_uint8, ctypes.c_uint16, ctypes.c_uint16, ctypes.c_void_p,
            ctypes.c_uint16, ctypes.c_uint]
        usb.libusb_bulk_transfer.argtypes = [
            ctypes.c_void_p, ctypes.c_uint8, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(ctypes.c_int), ctypes.c_uint]
        for name in ["claim_interface", "release_interface", "set_auto_detach_kernel_driver"]:
            getattr(usb, f"libusb_{name}").argtypes = [ctypes.c_void_p, ctypes.c_int]
        usb.libusb_clear_halt.argtypes = [ctypes.c_void_p, ctypes.c_uint8]
        usb.libusb_close.argtypes = [ctypes.c_void_p]
        if (code := usb.libusb_init(None)) < 0:
            raise OSError(f"libusb_init: {code}")
        _library.loaded = usb
    return _library.loaded


class USBHost:
    """A device that is open, with its interfaces taken from the kernel's drivers."""

    def __init__(self, vendor, product, interfaces=(0,), patience=5.0):
        self.usb = _library()
        self.interfaces = []
        end = time.monotonic() + patience
        while not (handle := self.usb.libusb_open_device_with_vid_pid(None, vendor, product)):
            if time.monotonic() > end:
                raise OSError(f"no device {vendor:04x}:{product:04x}")
            time.sleep(0.02)
        self.handle = handle
        self.usb.libusb_set_auto_detach_kernel_driver(self.handle, 1)
        for number in interfaces:
            self.check("libusb_claim_interface", self.usb.libusb_claim_interface(self.handle, number))
            self.interfaces.append(number)

    def check(self, call, code):
        if code < 0:
            raise USBError(call, code)
        return code

    def control(self, kind, request, value, index, data=b"", length=0):
        buffer = ctypes.create_string_buffer(bytes(data), max(1, len(data), length))
        count = self.check("libusb_control_transfer", self.usb.libusb_control_transfer(
            self.handle, kind, request, value, index, buffer, length if kind & 0x80 else len(data), 1000))
        return buffer.raw[:count]

    def read(self, endpoint, length=4096, milliseconds=100):
        """What came; what a transfer had when its time was over is kept."""
        buffer, count = ctypes.create_string_buffer(length), ctypes.c_int(0)
        code = self.usb.libusb_bulk_transfer(self.handle, endpoint, buffer, length, ctypes.byref(count), milliseconds)
        if code != TIMED_OUT:
            self.check("libusb_bulk_transfer", code)
        return buffer.raw[:count.value]

    def write(self, endpoint, data, milliseconds=1000):
        count = ctypes.c_int(0)
        self.check("libusb_bulk_transfer", self.usb.libusb_bulk_transfer(
            self.handle, endpoint, bytes(data), len(data), ctypes.byref(count), milliseconds))
        return count.value

    def clear_halt(self, endpoint):
        self.check("libusb_clear_halt", self.usb.libusb_clear_halt(self.handle, endpoint))

    def close(self):
        # Only what is released goes back to the kernel's driver.
        for number in self.interfaces:
            self.usb.libusb_release_interface(self.handle, number)
        self.usb.libusb_close(self.handle)
        self.handle = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Bridge:
    """Carries bytes between a device's bulk endpoints and a socket, on which a program then finds the device."""

    def __init__(self, host, inward, outward, path):
        self.host, self.inward, self.outward = host, inward, outward
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path))
        self.listener.listen(1)
        self.bytes = 0
        self.failure = None
        threading.Thread(target=self.down, daemon=True).start()

    def down(self):
        self.link, _ = self.listener.accept()
        threading.Thread(target=self.up, daemon=True).start()
        try:
            while True:
                came = self.host.read(self.inward, 16384)
                self.bytes += len(came)
                self.link.sendall(came)
        except (OSError, USBError) as failure:
            self.failure = failure

    def up(self):
        try:
            while came := self.link.recv(4096):
                self.host.write(self.outward, came)
        except (OSError, USBError) as failure:
            self.failure = failure
