"""A peripheral on the lab's air: a board's services in bumble's GATT server, and what can go wrong between radios."""

import asyncio
import random
import struct

from bumble import hci
from bumble.core import UUID
from bumble.device import Device
from bumble.gatt import Characteristic, CharacteristicValue, Service
from bumble.host import Host
from bumble.transport.common import AsyncPipeSink

from .radio import Controller

PROPERTIES = {
    "read": Characteristic.READ, "write": Characteristic.WRITE, "command": Characteristic.WRITE_WITHOUT_RESPONSE,
    "notify": Characteristic.NOTIFY, "indicate": Characteristic.INDICATE,
}
SERVICE_CHANGED = UUID("2A05")
# How often a board is asked what it has to tell, and how much may wait for the radio.
TURN, WAITING = 0.004, 40


class Sensor:
    """A board on the air. It is connected to by one, and advertises whenever it is not.

    Wrong on purpose: `loss` is the share of notifications that get lost, and `lose` how many of the next; `answers` is
    how often a request is answered; `disconnect`, `silence`, `change_services`.
    """

    def __init__(self, radio, board, seed=1):
        self.radio, self.board = radio, board
        self.random = random.Random(seed)
        self.loss, self.lose, self.answers = 0.0, 0, 1
        # Notifications that went out, and those that did not arrive.
        self.told = self.lost = 0
        self.connections = 0
        self.connection = None
        self.listeners = {}
        self.partings = []
        self.moved = False

    @property
    def address(self):
        return self.board.address.removesuffix("/P")

    @property
    def is_public(self):
        return self.board.address.endswith("/P")

    def __enter__(self):
        self.radio.do(self._power())
        return self

    def __exit__(self, *_):
        self.turn.cancel()
        self.radio.loop.call_soon_threadsafe(self.radio.air.part, self.controller)

    async def _power(self):
        self.controller = Controller(self.address, link=self.radio.air)
        if self.is_public:
            self.controller.public_address = hci.Address(self.board.address)
        self.device = Device(name=self.address, address=hci.Address(self.address),
                             host=Host(self.controller, AsyncPipeSink(self.controller)))
        self.server = self.device.gatt_server
        self.server.max_mtu = self.board.mtu
        respond = self.server.send_response
        self.server.send_response = lambda *answer: [respond(*answer) for _ in range(self.answers)]
        self.own = len(self.server.attributes), len(self.server.services)
        self.services = [Service(UUID(uuid), [self._characteristic(*each) for each in characteristics])
                         for uuid, characteristics in self.board.services]
        self.device.add_services(self.services)
        self.device.on("connection", self._connected)
        await self.device.power_on()
        await self._advertise()
        self.turn = asyncio.run_coroutine_threadsafe(self._run(), self.radio.loop)

    def _characteristic(self, uuid, properties):
        board, loop = self.board, self.radio.loop
        flags = Characteristic.Properties(0)
        for word in properties.split():
            flags |= PROPERTIES[word]
        characteristic = Characteristic(
            UUID(uuid), flags, Characteristic.READABLE | Characteristic.WRITEABLE,
            CharacteristicValue(read=lambda _: board.read(uuid),
                                write=lambda _, value: board.written(uuid, bytes(value), loop.time())))

        def subscribed(_, notifies, indicates):
            self.listeners.pop(uuid, None)
            if notifies or indicates:
                self.listeners[uuid] = characteristic, notifies
        characteristic.on("subscription", subscribed)
        return characteristic

    def _connected(self, connection):
        self.connection = connection
        self.connections += 1
        connection.on("disconnection", self._disconnected)
        self.board.room = 20
        self.board.connected(self.radio.loop.time())
        if self.board.interval:
            self._later(self._ask_for_interval(connection))

    async def _ask_for_interval(self, connection):
        await asyncio.sleep(0.1)
        await self.device.update_connection_parameters(connection, *self.board.interval, 0, 4000, use_l2cap=True)

    def _disconnected(self, _):
        self.connection = None
        self.listeners.clear()
        self.board.disconnected(self.radio.loop.time())
        if not self.board.is_asleep:
            self._later(self._advertise())

    def _later(self, coroutine):
        asyncio.run_coroutine_threadsafe(coroutine, self.radio.loop)

    async def _advertise(self):
        def structures(told):
            return b"".join(bytes([len(data) + 1, kind]) + data for kind, data in told)
        own = hci.OwnAddressType.PUBLIC if self.is_public else hci.OwnAddressType.RANDOM
        await self.device.start_advertising(
            own_address_type=own, advertising_data=structures(self.board.advertised),
            scan_response_data=structures(self.board.answered), advertising_interval_min=50,
            advertising_interval_max=50)

    async def _run(self):
        """Passes on what the board has to tell, to whoever listens."""
        while True:
            if self.connection:
                self.board.room = self.connection.att_mtu - 3
            for uuid, value in self.board.advance(self.radio.loop.time()):
                await self._tell(uuid, value)
            if self.board.is_leaving and self.connection:
                self.board.is_leaving = False
                await self.connection.disconnect()
            await asyncio.sleep(TURN)

    async def _tell(self, uuid, value):
        queue = self.device.host.le_acl_packet_queue
        while self.connection and queue.pending > WAITING:
            await asyncio.sleep(0.001)
        if not self.connection or uuid not in self.listeners:
            return
        characteristic, notifies = self.listeners[uuid]
        if not notifies:
            self._later(self.device.indicate_subscriber(self.connection, characteristic, value))
            return
        self.told += 1
        if self.lose or self.random.random() < self.loss:
            self.lose = max(0, self.lose - 1)
            self.lost += 1
        else:
            await self.device.notify_subscriber(self.connection, characteristic, value)

    def disconnect(self):
        """It ends the connection, and says so."""
        self.radio.do(self.connection.disconnect())

    def silence(self):
        """It is out of reach; both sides find out when their supervision timeout is over."""
        def part():
            self.partings = self.radio.air.part(self.controller)
        self.radio.loop.call_soon_threadsafe(part)

    def come_back(self):
        """It is within reach again."""
        def back():
            for parting in self.partings:
                parting.cancel()
            self.radio.air.add_controller(self.controller)
        self.radio.loop.call_soon_threadsafe(back)

    def change_services(self):
        """Handles move, but for those of the standard's own services, and subscriptions are gone; who asks is told."""
        self.radio.do(self._change())

    async def _change(self):
        server = self.server
        del server.attributes[self.own[0]:], server.services[self.own[1]:]
        server.attributes_by_handle.clear()
        first = server.next_handle()
        self.moved = not self.moved
        if self.moved:
            server.add_service(Service(UUID("FFF0"), [Characteristic(
                UUID("FFF1"), Characteristic.READ, Characteristic.READABLE, b"moved")]))
        server.add_services(self.services)
        self.listeners.clear()
        changed = next(each for each in server.attributes if each.type == SERVICE_CHANGED)
        if self.connection:
            kept = server.subscribers.get(self.connection, {})
            server.subscribers[self.connection] = {
                handle: value for handle, value in kept.items() if handle < first}
            self._later(self.device.indicate_subscriber(
                self.connection, changed, struct.pack("<HH", first, 0xFFFF)))
