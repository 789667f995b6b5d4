"""Bluetooth LE in this program: a controller behind the kernel's /dev/vhci, and peripherals on the same air (bumble).

bumble 0.0.236 is made for its own host; what the kernel needs otherwise is corrected in `Controller` and `Air`.
"""

import asyncio
import os
import stat
import threading

from bumble import hci
from bumble.controller import Controller as BumbleController
from bumble.core import AdvertisingData, UUID
from bumble.device import Device
from bumble.gatt import Characteristic, CharacteristicValue, Service
from bumble.host import Host
from bumble.link import LocalLink
from bumble.transport import open_transport
from bumble.transport.common import AsyncPipeSink

EXTENDED = hci.LeFeatureMask.LE_EXTENDED_ADVERTISING | hci.LeFeatureMask.LE_PERIODIC_ADVERTISING
# What a controller waits for a silent peer before it gives the connection up; the reason it gives then (Core, Vol 1 F).
SUPERVISION, TIMED_OUT = 3.0, 0x08


class Controller(BumbleController):
    # It claims extended advertising, and then answers a legacy scan with reports of the other kind.
    le_features = BumbleController.le_features & ~EXTENDED
    le_acl_data_packet_length = acl_data_packet_length = 251
    supported_max_tx_octets = supported_max_rx_octets = suggested_max_tx_octets = 251

    def on_advertising_pdu(self, pdu):
        if self.le_scan_enable:
            self._report(pdu)
        # The base class repeats the advertisement as the scan's response; the advertiser has its own.
        scans, self.le_scan_enable = self.le_scan_enable, False
        try:
            super().on_advertising_pdu(pdu)
        finally:
            self.le_scan_enable = scans

    def _report(self, pdu):
        event = hci.HCI_LE_Advertising_Report_Event
        parts = [(event.EventType.ADV_IND, pdu.data)]
        source = next((one for one in self.link.controllers if one.random_address == pdu.advertiser_address), None)
        if source and self.le_scan_type == 1:
            parts.append((event.EventType.SCAN_RSP, source.le_legacy_advertiser.scan_response_data))
        for kind, data in parts:
            self.send_hci_packet(event([event.Report(
                event_type=kind, address_type=pdu.advertiser_address.address_type, address=pdu.advertiser_address,
                data=bytes(data), rssi=-50)]))


class Air(LocalLink):
    def send_acl_data(self, sender, destination, transport, data):
        # The base class names the sender by its random address, and the kernel connects with its public one.
        connection = sender.le_connections.get(destination)
        receiver = self.find_le_controller(destination)
        if connection and receiver in self.controllers and sender in self.controllers:
            asyncio.get_running_loop().call_soon(
                receiver.on_link_acl_data, connection.self_address, transport, data)


class Radio:
    """The kernel's adapter, and the thread in which everything on the air happens."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.air = Air()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def do(self, coroutine, seconds=20):
        """Runs it in the radio's thread, and waits for it."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(seconds)

    def __enter__(self):
        if not os.path.exists("/dev/vhci"):
            os.mknod("/dev/vhci", stat.S_IFCHR | 0o600, os.makedev(10, 137))
        self.do(self._open())
        return self

    async def _open(self):
        self.transport = await open_transport("vhci")
        self.adapter = Controller("adapter", host_source=self.transport.source, host_sink=self.transport.sink,
                                  link=self.air, public_address="00:AA:01:00:00:42/P")

    def remove_adapter(self):
        """The adapter is pulled out."""
        self.do(self.transport.close())

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)


class Sensor:
    """A peripheral: services as (UUID, [Characteristic]), and what it sends while somebody listens."""

    def __init__(self, radio, name, services, address="C0:FF:EE:00:00:01"):
        self.radio, self.name, self.services = radio, name, services
        self.address = address
        self.connection = None
        self.listeners = set()

    def __enter__(self):
        self.radio.do(self._power())
        return self

    def __exit__(self, *_):
        self.radio.air.controllers.discard(self.controller)

    async def _power(self):
        self.controller = Controller(self.name, link=self.radio.air)
        self.device = Device(name=self.name, address=hci.Address(self.address),
                             host=Host(self.controller, AsyncPipeSink(self.controller)))
        for uuid, characteristics in self.services:
            self.device.add_service(Service(UUID(uuid), characteristics))
            for characteristic in characteristics:
                characteristic.on("subscription", self._subscribed(characteristic))
        self.device.on("connection", self._connected)
        await self.device.power_on()
        await self._advertise()

    def _subscribed(self, characteristic):
        def changed(_, notifies, *__):
            (self.listeners.add if notifies else self.listeners.discard)(characteristic)
        return changed

    def _connected(self, connection):
        self.connection = connection
        connection.on("disconnection", self._disconnected)

    def _disconnected(self, _):
        self.connection = None
        self.listeners.clear()
        asyncio.ensure_future(self._advertise())

    async def _advertise(self):
        advertised = AdvertisingData([(AdvertisingData.FLAGS, b"\x06"),
                                      (AdvertisingData.COMPLETE_LOCAL_NAME, self.name.encode())])
        uuids = b"".join(UUID(uuid).to_bytes() for uuid, _ in self.services[:1])
        response = AdvertisingData([(AdvertisingData.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS, uuids)])
        await self.device.start_advertising(
            advertising_data=bytes(advertised), scan_response_data=bytes(response), advertising_interval_min=50,
            advertising_interval_max=50, auto_restart=False)

    async def notify(self, characteristic, value):
        """Sends a notification, once the link has room for it."""
        queue = getattr(self.device.host, "le_acl_packet_queue", None)
        while queue is not None and queue.pending > 40 and self.connection:
            await asyncio.sleep(0.001)
        if self.connection and characteristic in self.listeners:
            await self.device.notify_subscriber(self.connection, characteristic, value)

    def stream(self, characteristic, rate, make):
        """Notifies `rate` times a second whoever listens, with `make(number)`, which counts on all the while."""
        async def run():
            start, number = self.radio.loop.time(), 0
            while True:
                while number < (self.radio.loop.time() - start) * rate:
                    await self.notify(characteristic, make(number))
                    number += 1
                await asyncio.sleep(0.002)
        asyncio.run_coroutine_threadsafe(run(), self.radio.loop)

    def disconnect(self):
        """It ends the connection, and says so."""
        self.radio.do(self.connection.disconnect())

    def silence(self):
        """It is out of reach; both sides find out when their supervision timeout is over."""
        def give_up():
            for connection in list(self.radio.adapter.le_connections.values()):
                self.radio.adapter.on_le_disconnected(connection, TIMED_OUT)
            for connection in list(self.controller.le_connections.values()):
                self.controller.on_le_disconnected(connection, TIMED_OUT)
        self.radio.loop.call_soon_threadsafe(self.radio.air.remove_controller, self.controller)
        self.radio.loop.call_soon_threadsafe(self.radio.loop.call_later, SUPERVISION, give_up)

    def come_back(self):
        """It is within reach again."""
        self.radio.loop.call_soon_threadsafe(self.radio.air.add_controller, self.controller)


def notifying(uuid, value=b"\0"):
    return Characteristic(UUID(uuid), Characteristic.Properties.NOTIFY | Characteristic.Properties.READ,
                          Characteristic.READABLE, value)


def writable(uuid, write):
    """A characteristic that hands what is written to `write`."""
    return Characteristic(
        UUID(uuid), Characteristic.Properties.WRITE | Characteristic.Properties.WRITE_WITHOUT_RESPONSE,
        Characteristic.WRITEABLE, CharacteristicValue(write=lambda _, value: write(bytes(value))))
