"""Frames over a connected socket, as over a serial line."""

from link import seal, stuff, unseal, unstuff
from words import FrameError, MAX_FRAME, Type


class SerialLink:
    """Frames over a connected socket, as over a serial line."""

    BACKLOG = 1 << 16               # bytes: with more under way the host does not keep up
    LONGEST_STUFFED = MAX_FRAME + MAX_FRAME // 254 + 1

    def __init__(self, connection):
        connection.setblocking(False)
        self.connection = connection
        self.outgoing = bytearray(b"\0")        # ends what the line may have carried before
        self._incoming, self._skipping = bytearray(), False
        self.heard = False              # whether the host has said anything

    def send(self, frame):
        """Queues a frame. Live samples that the host is too slow for are lost to it until it asks for them again."""
        if frame[0] in (Type.DATA, Type.COMPACT) and len(self.outgoing) > self.BACKLOG:
            return
        self.outgoing += stuff(seal(frame)) + b"\0"

    def flush(self):
        if self.outgoing:
            del self.outgoing[:self.connection.send(self.outgoing)]

    def receive(self):
        """The whole frames that have come, without CRC; an empty read means that the host is gone."""
        data = self.connection.recv(1 << 16)
        if not data:
            raise ConnectionResetError
        self.heard = True
        *closed, rest = bytes(self._incoming + data).split(b"\0")
        frames = []
        for number, stuffed in enumerate(closed):
            try:
                if stuffed and not (number == 0 and self._skipping):
                    frames.append(unseal(unstuff(stuffed), needs_crc=True))
            except FrameError:
                pass                            # a damaged frame gets no answer: the host asks again
        self._skipping = len(rest) > self.LONGEST_STUFFED or self._skipping and not closed
        self._incoming = bytearray() if self._skipping else bytearray(rest)
        return frames
