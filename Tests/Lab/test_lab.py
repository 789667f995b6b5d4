"""The lab's devices against what is known of them, without a kernel: python3 -m unittest, in this folder."""

import contextlib
import os
import socket
import struct
import tempfile
import time
import unittest
from unittest import mock

from lab import lies, peripheral, recording, signals
from lab.bridges import CDC, CH340, FTDI
from lab.chords import Chords
from lab.cyton import Cyton
from lab.descriptors import endpoints_of
from lab.streams import Buffer, Noise, Packets
from lab.umyo import UMyoBase
from lab.wearable import VECTORS, VendorWearable


class Host:
    """A kernel's side of USB/IP, in place of vhci_hcd."""

    def __init__(self):
        self.sequence = 0

    def __truediv__(self, name):
        return mock.Mock(read_text=lambda: "hub port state\nhs 0000 004\n", write_text=getattr(self, name, None))

    def attach(self, text):
        self.socket = socket.socket(fileno=os.dup(int(text.split()[1])))
        self.socket.settimeout(5)

    def detach(self, _):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()

    def submit(self, endpoint, length, setup=bytes(8), data=b""):
        self.sequence += 1
        inward = endpoint >> 7 if endpoint & 0x7F else setup[0] >> 7
        self.socket.sendall(struct.pack(">5I5i", 1, self.sequence, 1, inward, endpoint & 0x7F, 0, length, 0, 0, 0)[:40]
                            + setup + data)
        return self.sequence

    def unlink(self, victim):
        self.sequence += 1
        self.socket.sendall(struct.pack(">6I24x", 2, self.sequence, 1, 0, 0, victim))

    def answer(self, inward=True):
        """Command, status and bytes of the next answer."""
        head = self.exactly(48)
        command, _, _, _, _, status, length = struct.unpack_from(">5Iii", head)
        return command, status, self.exactly(length) if command == 3 and inward else length

    def exactly(self, count):
        data = b""
        while len(data) < count:
            piece = self.socket.recv(count - len(data))
            if not piece:
                raise EOFError
            data += piece
        return data

    def ask(self, kind, request, value, index, length=0, data=b""):
        length = length or len(data)
        self.submit(0, length, struct.pack("<BBHHH", kind, request, value, index, length), data)
        return self.answer(inward=kind & 0x80)

    def read(self, endpoint, length):
        self.submit(endpoint, length)
        return self.answer()

    def write(self, endpoint, data):
        self.submit(endpoint, len(data), data=data)
        return self.answer(inward=False)


@contextlib.contextmanager
def plugged(device):
    host = Host()
    with mock.patch.object(peripheral, "CONTROLLER", host), device:
        yield host


class Talker(Cyton):
    """A board that says what it was told to say."""

    baud = None
    is_talking = True
    words = b""

    def advance(self, now):
        said, self.words = self.words, b""
        return said


class PeripheralTests(unittest.TestCase):
    def test_a_device_tells_its_descriptors_cut_to_what_is_asked(self):
        with plugged(FTDI(Cyton())) as host:
            self.assertEqual(host.ask(0x80, 6, 0x100, 0, 8), (3, 0, FTDI.device[:8]))
            self.assertEqual(host.ask(0x80, 6, 0x200, 0, 255), (3, 0, FTDI.configuration))
            self.assertEqual(host.ask(0x80, 6, 0x3FF, 0, 255)[:2], (3, peripheral.PIPE))

    def test_a_vendor_interface_is_as_the_protocol_has_it(self):
        device = VendorWearable(mock.Mock(advance=lambda now: b""))
        with plugged(device) as host:
            self.assertEqual(host.ask(0x80, 6, 0x100, 0, 255)[2], VECTORS[0])
            self.assertEqual(host.ask(0x80, 6, 0x200, 0, 255)[2], VECTORS[2])
            self.assertEqual(host.ask(0x80, 6, 0x304, 0, 255)[2], VECTORS[3])
            self.assertEqual(host.ask(0x80, 6, 0xF00, 0, 255)[2], VECTORS[4])
            self.assertEqual(host.ask(0xC0, 0x20, 0, 7, 4096)[2], VECTORS[5])

    def test_a_transfer_ends_with_a_short_packet_or_when_it_is_full(self):
        board = Talker()
        device = CDC(board)
        with plugged(device) as host:
            host.ask(0x21, 0x22, 1, 0)
            board.words = bytes(range(100))
            # What waits for a notification takes nothing of it.
            host.submit(0x83, 16)
            self.assertEqual(host.read(0x81, 512), (3, 0, bytes(range(100))))
            board.words = bytes(128)
            self.assertEqual(host.read(0x81, 128), (3, 0, bytes(128)))
            # The packet of no bytes that ends it is still to be fetched.
            self.assertEqual(host.read(0x81, 128), (3, 0, b""))

    def test_a_halted_endpoint_stalls_until_it_is_cleared(self):
        device = FTDI(Talker())
        with plugged(device) as host:
            device.halted.add(0x81)
            self.assertEqual(host.read(0x81, 64)[1], peripheral.PIPE)
            host.ask(0x02, 1, 0, 0x81)
            self.assertEqual(host.read(0x81, 64)[:2], (3, 0))

    def test_a_transfer_too_small_for_a_packet_overflows(self):
        board = Talker()
        with plugged(FTDI(board)) as host:
            board.words = bytes(62)
            self.assertEqual(host.read(0x81, 32)[1], peripheral.OVERFLOW)

    def test_a_cancelled_transfer_keeps_what_came(self):
        board = Talker()
        with plugged(FTDI(board)) as host:
            host.ask(0x40, 9, 255, 0)
            host.read(0x81, 64)
            victim = host.submit(0x81, 512)
            board.words = bytes(62)
            # Nothing but the end of the latency would end it.
            while board.words:
                time.sleep(0.005)
            host.unlink(victim)
            command, status, data = host.answer()
            self.assertEqual((command, status, len(data)), (3, peripheral.RESET, 64))
            self.assertEqual(host.answer()[:2], (4, 0))

    def test_a_silent_device_answers_nothing_but_that_a_request_is_taken_back(self):
        device = FTDI(Talker())
        with plugged(device) as host:
            device.silent = True
            victim = host.submit(0, 18, struct.pack("<BBHHH", 0x80, 6, 0x100, 0, 18))
            host.unlink(victim)
            self.assertEqual(host.answer()[:2], (4, peripheral.RESET))

    def test_every_lie_changes_what_is_told(self):
        honest = VendorWearable(None)
        for lie in lies.ALL:
            device = VendorWearable(None, lie=lie)
            self.assertNotEqual((device.configuration, device.strings), (honest.configuration, honest.strings), lie)


class BridgeTests(unittest.TestCase):
    def test_divisors_are_the_bauds_of_the_fact_sheet(self):
        chip = FTDI(Cyton())
        for divisor, baud in [(0x4138, 9600), (0xC034, 57600), (0x001A, 115200), (0x000D, 230400), (0x4006, 460800),
                              (0x8003, 921600), (0x0003, 1000000), (1, 2000000), (0, 3000000)]:
            self.assertAlmostEqual(chip.pace(divisor) / baud, 1, delta=0.0017)
        chip = CH340(Chords())
        for word, baud in [(0xB282, 9600), (0x9883, 57600), (0xCC83, 115200), (0xE683, 230400), (0xF383, 460800),
                           (0xF387, 921600), (0xFA83, 1000000)]:
            chip.pace(word)
            self.assertAlmostEqual(chip.baud / baud, 1, delta=0.0017)

    def test_each_packet_of_the_chip_begins_with_two_status_bytes_that_tell_an_overrun_once(self):
        board = Talker()
        chip = FTDI(board)
        chip.plugged(0)
        chip.put(bytes(600))
        packets = [chip.packet(0x81, 64, 0.001) for _ in range(9)]
        self.assertEqual([packet[:2] for packet in packets[:2]], [b"\x31\x62", b"\x31\x60"])
        self.assertEqual((sum(len(packet) - 2 for packet in packets[:8]), packets[8]), (496, None))
        self.assertEqual(chip.buffer.lost, 88)
        self.assertEqual(len(chip.packet(0x81, 64, 0.020)), 2 + 16)

    def test_another_baud_makes_rubbish(self):
        board = Cyton()
        chip = FTDI(board)
        chip.plugged(0)
        chip.received(2, b"v", 0)
        chip.advance(1)
        self.assertEqual(chip.packet(0x81, 64, 1), b"\x31\x68")
        chip.control(peripheral.Setup(0x40, 3, 0x001A, 0, 0), b"")
        chip.received(2, b"v", 1)
        chip.advance(2)
        self.assertTrue(chip.packet(0x81, 64, 2)[2:].startswith(b"OpenBCI V3"))


class BoardTests(unittest.TestCase):
    def test_a_packet_of_the_cyton_is_that_of_the_fact_sheet(self):
        full = (1 << 23) - 1
        board = Cyton()
        board.values = lambda number: [1, -1, 1000, -1000, 44739, -44739, full, -full - 1]
        board.footer = lambda number: (struct.pack(">3h", 16, -16, 8000), 0)
        self.assertEqual(board.sample(5).hex(), "a005000001ffffff0003e8fffc1800aec3ff513d7fffff8000000010fff01f40c0")

    def test_the_cyton_sends_at_250_hz_and_its_counter_wraps(self):
        board = Cyton()
        board.receive(b"b", 10)
        data = board.advance(12)
        self.assertEqual(len(data), 500 * 33)
        self.assertEqual(list(data[1::33]), [number % 256 for number in range(500)])

    def test_with_the_daisy_packets_take_turns(self):
        board = Cyton(daisy=True)
        mean = [(board.counts(channel, 9) + board.counts(channel, 10)) // 2 for channel in range(16)]
        odd = [(board.counts(channel, 8) + board.counts(channel, 9)) // 2 for channel in range(16)]
        self.assertEqual((board.values(9), board.values(10)), (odd[:8], mean[8:]))

    def test_a_setting_comes_in_pieces_and_the_gain_counts(self):
        board = Cyton()
        for letter in b"x1040100X":
            board.receive(bytes([letter]), 0)
        self.assertEqual(board.advance(0), b"Success: Channel set for 1$$$")
        self.assertEqual(board.gains[:2], [8, 24])

    def test_a_packet_of_chords_is_that_of_the_fact_sheet(self):
        board = Chords("RPI-PICO-RP2040")
        board.values = lambda number: [512, 1023, 0]
        self.assertEqual(board.sample(42).hex(), "c77c2a020003ff000001")

    def test_an_avr_is_deaf_while_it_boots_and_any_byte_stops_it(self):
        board = Chords("UNO-R3")
        board.ready(True, 0)
        board.receive(b"WHORU\n", 1)
        self.assertEqual(board.advance(1), b"")
        board.receive(b"START\n", 2)
        self.assertTrue(board.is_talking)
        board.receive(b"x", 3)
        self.assertFalse(board.is_talking)

    def test_a_frame_of_the_umyo_base_has_65_bytes_and_counts_blocks(self):
        base = UMyoBase([0xAABBCCDD], rate=1116)
        base.powered(0)
        data = base.advance(2)
        frames = [data[place:place + 65] for place in range(0, len(data), 65)]
        self.assertEqual(len(frames), 279)
        for number, frame in enumerate(frames):
            self.assertEqual((frame[:2], frame[4], frame[5:9], frame[9], frame[14]),
                             (b"\x4f\xd5", 62, b"\xaa\xbb\xcc\xdd", 88, number % 256))
        self.assertEqual(2000 + 10 * frames[0][11], 3900)


class StreamTests(unittest.TestCase):
    def test_a_buffer_loses_what_does_not_fit(self):
        buffer = Buffer(4)
        self.assertTrue(buffer.put(b"ab"))
        self.assertFalse(buffer.put(b"cdef"))
        self.assertEqual((buffer.take(9), buffer.lost), (b"abcd", 2))

    def test_packets_end_with_a_short_one(self):
        buffer = Buffer(64)
        packets = Packets(buffer)
        buffer.put(bytes(8))
        self.assertEqual([packets.next(4) for _ in range(4)], [bytes(4), bytes(4), b"", None])

    def test_noise_is_the_same_for_the_same_seed(self):
        clean = bytes(20000)
        noisy = Noise(7, bits=0.01, cuts=0.01, extras=0.001)(clean)
        self.assertEqual(noisy, Noise(7, bits=0.01, cuts=0.01, extras=0.001)(clean))
        self.assertNotEqual(noisy, Noise(8, bits=0.01, cuts=0.01, extras=0.001)(clean))

    def test_the_signal_is_quiet_and_then_bursts(self):
        def rms(start):
            values = [signals.emg(0, start + step, 1000) for step in range(4000)]
            return (sum(value * value for value in values) / 4000) ** 0.5
        self.assertAlmostEqual(rms(5000), signals.REST_UV, delta=0.3)
        self.assertAlmostEqual(rms(15500), signals.BURST_UV, delta=9)

    def test_a_recording_is_read_as_it_was_written(self):
        with tempfile.NamedTemporaryFile() as file:
            recording.write(file.name, 1, channels=2)
            samples = recording.read(file.name)
        self.assertEqual(samples["EMG2"], [recording.counts(1, number) for number in range(2000)])

    def test_endpoints_are_found_in_a_configuration(self):
        self.assertEqual(endpoints_of(FTDI.configuration), {0x81: 64, 0x02: 64})


if __name__ == "__main__":
    unittest.main()
