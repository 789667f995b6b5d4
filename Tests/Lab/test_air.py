"""The lab's devices on the air against what is known of them, without a kernel: python3 -m unittest, in this folder."""

import struct
import unittest
from unittest import mock

from lab import airwearable, ganglion, myo
from lab.airwearable import AirWearable
from lab.ganglion import Ganglion
from lab.myo import Myo


class AirTests(unittest.TestCase):
    def test_what_the_myo_tells_is_laid_out_as_in_the_fact_sheet(self):
        values = [9, 13, 1, -2, -2, -2, -6, 2, 6, -23, -4, -3, -4, -2, 5, 2]
        with mock.patch.object(myo, "counts", lambda channel, number: values[number * 8 + channel]):
            self.assertEqual(myo.muscle(0).hex(), "090d01fefefefa0206e9fcfdfcfe0502")
        turned = myo.pack_inertia((11838, 11179, -1819, 36), (334, 1981, 87), (3, -11, -4))
        self.assertEqual(turned.hex(), "3e2eab2be5f824004e01bd0757000300f5fffcff")
        board = Myo()
        self.assertEqual(board.read(myo.VERSION).hex(), "01000500b2070200")
        self.assertEqual(board.read(myo.ABOUT)[:8].hex(), "8e3294853bd20500")
        self.assertEqual(dict(board.advertised)[6].hex(), "4248124a7f2c4847b9de04a9010006d5")

    def test_the_myo_streams_what_it_is_asked_for_and_takes_turns(self):
        board = Myo()
        board.advance(0)
        board.connected(1)
        board.advance(1)
        board.written(myo.COMMAND, b"\x01\x03\x02\x01\x00", 1)
        told = board.advance(2)
        muscle = [(uuid, value) for uuid, value in told if uuid in myo.EMG]
        self.assertEqual(muscle, [(myo.EMG[number % 4], myo.muscle(number)) for number in range(100, 200)])
        motion = [value for uuid, value in told if uuid == myo.INERTIAL]
        self.assertEqual(motion, list(map(myo.inertia, range(50, 100))))
        board.disconnected(3)
        self.assertEqual(board.advance(4), [])

    def test_the_myo_leaves_who_does_not_keep_it_awake(self):
        for command, leaves in [(b"\x01\x03\x02\x01\x00", True), (b"\x09\x01\x01", False)]:
            board = Myo()
            board.connected(0)
            board.written(myo.COMMAND, command, 1)
            board.advance(30)
            self.assertFalse(board.is_leaving)
            board.advance(32)
            self.assertEqual(board.is_leaving, leaves)

    def test_the_myo_notes_what_no_client_should_write(self):
        board = Myo()
        for value in [b"\x03\x01\x02", b"\x07\x12" + bytes(18), b"\x02\x00", b"\x01\x02\x02\x01"]:
            board.written(myo.COMMAND, value, 0)
        self.assertEqual((board.vibrations, board.strange), ([b"\x02", bytes(18)], [b"\x02\x00", b"\x01\x02\x02\x01"]))

    def test_packets_of_firmware_3_are_those_of_the_fact_sheet(self):
        first, second = [1000, -1000, 100000, -100000], [2000, -2000, 200000, -200000]
        self.assertEqual(ganglion.absolute(first, second, 19).hex(), "0003dfff84061a7f3cb0007dfff040c357e797")
        self.assertEqual(ganglion.absolute(first, second, 18).hex(), "0003bfff10186bf9e50007bffe1030d3f3cb")

    def test_packets_of_firmware_2_are_those_of_the_fact_sheet(self):
        # The vectors are of differences alone: before them everything was nothing.
        steps = [0, 2, 10, 4], [262148, 507910, 393222, 8]
        self.assertEqual(ganglion.pack([*steps[0], *steps[1]], 19).hex(), "000000000800050000480009f001b000300008")
        steps = [-3, -5, -7, -11], [-262139, -198429, -262137, -4095]
        self.assertEqual(ganglion.pack([*steps[0], *steps[1]], 19).hex(), "ffffbfffeffffcffff58000b3e38e0003ff001")
        self.assertEqual(ganglion.pack([*steps[0], *steps[1]], 18).hex(), "ffff7fffbfffe7fff500014f8e30001ff001")
        self.assertEqual(ganglion.differences([7] * 4, [5] * 4, [9] * 4, 18), ganglion.pack([2] * 4 + [-4] * 4, 18))

    def stream(self, board, seconds):
        board.advance(0)
        board.written(ganglion.COMMAND, b"bn", 0)
        return [packet for _, packet in board.advance(seconds)]

    def test_the_ganglion_numbers_its_packets_and_says_201_samples_in_a_cycle(self):
        packets = self.stream(Ganglion("2.0.1"), 2.012)
        self.assertEqual([packet[0] for packet in packets], 2 * [0, *range(101, 201)])
        whole = ganglion.raw([ganglion.counts(channel, 201) for channel in range(4)])
        self.assertEqual(packets[101], b"\0" + whole)
        packets = self.stream(Ganglion(), 2.012)
        self.assertEqual([packet[0] for packet in packets], 2 * [*range(100, 200)])
        samples = [[ganglion.counts(channel, number) for channel in range(4)] for number in (1, 2)]
        self.assertEqual(packets[0][1:], ganglion.absolute(*samples, 19))

    def test_the_ganglion_with_its_accelerometer_sends_18_bits_and_an_axis(self):
        for firmware, ids in [("2.0.1", [0, *range(1, 101)]), ("3.0.2", [*range(100)])]:
            board = Ganglion(firmware)
            board.written(ganglion.COMMAND, b"n", 0)
            packets = self.stream(board, 1.007)
            self.assertEqual([packet[0] for packet in packets], ids)
            self.assertEqual({len(packet) for packet in packets}, {20})
            self.assertEqual({packet[19] for packet in packets if packet[0] % 10 == 3}, {62})

    def test_differences_fit_18_bits(self):
        steps = [ganglion.counts(0, number) - ganglion.counts(0, number + 1) for number in range(3000, 4000)]
        self.assertLess(max(map(abs, steps)), 1 << 17)

    def test_a_frame_goes_to_the_radio_bare_and_to_the_stream_sealed_and_stuffed(self):
        said = []
        wearable = mock.Mock(receive=lambda data, now: said.append(data), advance=lambda now: said.pop())
        board = AirWearable(wearable)
        board.room = 100
        hello = bytes.fromhex("1000010801010010")
        for told in (hello, airwearable.stream.seal(hello)):
            board.written(airwearable.REQUESTS, told, 0)
            # It is told what the radio takes, and the four bytes that it takes off.
            self.assertEqual(board.advance(0), [(airwearable.REPLIES, hello[:6] + struct.pack("<H", 104))])


if __name__ == "__main__":
    unittest.main()
