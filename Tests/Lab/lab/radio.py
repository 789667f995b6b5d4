"""The kernel's Bluetooth LE adapter behind /dev/vhci, and the air between it and the devices (bumble).

bumble 0.0.236 is made for its own host; what the kernel needs otherwise, and what a real radio does, is corrected here.
"""

import asyncio
import os
import stat
import threading

from bumble import hci
from bumble.controller import Controller as BumbleController
from bumble.link import LocalLink
from bumble.transport import open_transport

EXTENDED = hci.LeFeatureMask.LE_EXTENDED_ADVERTISING | hci.LeFeatureMask.LE_PERIODIC_ADVERTISING
OLD_COMMANDS = {hci.HCI_LE_SET_SCAN_PARAMETERS_COMMAND, hci.HCI_LE_SET_SCAN_ENABLE_COMMAND,
                hci.HCI_LE_CREATE_CONNECTION_COMMAND}
NEW_COMMANDS = {hci.HCI_LE_SET_EXTENDED_SCAN_PARAMETERS_COMMAND, hci.HCI_LE_SET_EXTENDED_SCAN_ENABLE_COMMAND,
                hci.HCI_LE_EXTENDED_CREATE_CONNECTION_COMMAND}
# Why connections end, or are not made (Core, Vol 1 Part F); and the bit that asks for the newer event of a connection.
TIMED_OUT, UNKNOWN_CONNECTION = 0x08, 0x02
ENHANCED = 1 << 9


class Controller(BumbleController):
    """One as before Bluetooth 5, which knows the old commands for scanning alone."""

    # The base class claims extended advertising, and then answers a legacy scan with reports of the other kind.
    le_features = BumbleController.le_features & ~EXTENDED
    le_acl_data_packet_length = acl_data_packet_length = 251
    supported_max_tx_octets = supported_max_rx_octets = suggested_max_tx_octets = 251

    def __init__(self, *arguments, **named):
        # What was agreed on, by the connection's handle.
        self.timeouts = {}
        super().__init__(*arguments, **named)

    def send_hci_packet(self, packet):
        kinds = hci.HCI_LE_Connection_Complete_Event, hci.HCI_LE_Connection_Update_Complete_Event
        if isinstance(packet, kinds) and packet.status == 0:
            self.timeouts[packet.connection_handle] = packet.supervision_timeout / 100
        if isinstance(packet, kinds[0]) and self.le_event_mask & ENHANCED:
            # Where it is not masked, it takes the place of the older one; without it the kernel waits for 4 s.
            fields = {name: getattr(packet, name) for name in (
                "status", "connection_handle", "role", "peer_address_type", "peer_address", "connection_interval",
                "peripheral_latency", "supervision_timeout", "central_clock_accuracy")}
            packet = hci.HCI_LE_Enhanced_Connection_Complete_Event(
                local_resolvable_private_address=hci.Address.ANY, peer_resolvable_private_address=hci.Address.ANY,
                **fields)
        super().send_hci_packet(packet)

    def on_hci_command_packet(self, command):
        if command.op_code in NEW_COMMANDS - self.supported_commands:
            return self.refuse(command, hci.HCI_ErrorCode.UNKNOWN_HCI_COMMAND_ERROR)
        super().on_hci_command_packet(command)

    def refuse(self, command, status):
        if not isinstance(command, hci.HCI_SyncCommand):
            return self._send_hci_command_status(status, command.op_code)
        self.send_hci_packet(hci.HCI_Command_Complete_Event(
            num_hci_command_packets=1, command_opcode=command.op_code,
            return_parameters=hci.HCI_StatusReturnParameters(status)))

    def give_up(self, connection):
        """The other end has been silent for too long."""
        if connection in self.le_connections.values():
            self.on_le_disconnected(connection, TIMED_OUT)

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
        self.report(pdu.advertiser_address, pdu.data, False)
        source = next((one for one in self.link.controllers if pdu.advertiser_address in one.own_addresses), None)
        if source and self.le_scan_type == 1:
            self.report(pdu.advertiser_address, source.le_legacy_advertiser.scan_response_data, True)

    @property
    def own_addresses(self):
        return self.random_address, self.public_address

    def report(self, address, data, is_response):
        event = hci.HCI_LE_Advertising_Report_Event
        kind = event.EventType.SCAN_RSP if is_response else event.EventType.ADV_IND
        self.send_hci_packet(event([event.Report(event_type=kind, address_type=address.address_type, address=address,
                                                 data=bytes(data), rssi=-50)]))

    def on_hci_le_create_connection_cancel_command(self, command):
        # The base class goes on calling.
        waiting, self.pending_le_connection = self.pending_le_connection, None
        if not waiting:
            return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.COMMAND_DISALLOWED_ERROR)
        asyncio.get_running_loop().call_soon(self.send_hci_packet, hci.HCI_LE_Connection_Complete_Event(
            status=UNKNOWN_CONNECTION, connection_handle=0, role=hci.Role.CENTRAL,
            peer_address_type=waiting.peer_address.address_type, peer_address=waiting.peer_address,
            connection_interval=0, peripheral_latency=0, supervision_timeout=0, central_clock_accuracy=0))
        return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.SUCCESS)


class ExtendedController(Controller):
    """One of Bluetooth 5: it has extended commands too, and refuses whoever uses both kinds."""

    le_features = BumbleController.le_features & ~hci.LeFeatureMask.LE_PERIODIC_ADVERTISING
    supported_commands = BumbleController.supported_commands | NEW_COMMANDS | {
        hci.HCI_LE_SET_ADVERTISING_SET_RANDOM_ADDRESS_COMMAND, hci.HCI_LE_SET_EXTENDED_ADVERTISING_PARAMETERS_COMMAND,
        hci.HCI_LE_SET_EXTENDED_ADVERTISING_DATA_COMMAND, hci.HCI_LE_SET_EXTENDED_SCAN_RESPONSE_DATA_COMMAND,
        hci.HCI_LE_SET_EXTENDED_ADVERTISING_ENABLE_COMMAND, hci.HCI_LE_READ_MAXIMUM_ADVERTISING_DATA_LENGTH_COMMAND,
        hci.HCI_LE_READ_NUMBER_OF_SUPPORTED_ADVERTISING_SETS_COMMAND,
        hci.HCI_LE_REMOVE_ADVERTISING_SET_COMMAND, hci.HCI_LE_CLEAR_ADVERTISING_SETS_COMMAND}
    used = None

    def on_hci_command_packet(self, command):
        if command.op_code == hci.HCI_RESET_COMMAND:
            self.used = None
        for kind, other in [(OLD_COMMANDS, NEW_COMMANDS), (NEW_COMMANDS, OLD_COMMANDS)]:
            if command.op_code in kind:
                if self.used is other:
                    return self.refuse(command, hci.HCI_ErrorCode.COMMAND_DISALLOWED_ERROR)
                self.used = kind
        super().on_hci_command_packet(command)

    def on_hci_le_set_extended_scan_parameters_command(self, command):
        if self.le_scan_enable:
            return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.COMMAND_DISALLOWED_ERROR)
        self.le_scan_type = command.scan_types[0]
        return super().on_hci_le_set_extended_scan_parameters_command(command)

    def report(self, address, data, is_response):
        # What is said in the old way on the air is told so: of a device that can be connected to and scanned.
        event = hci.HCI_LE_Extended_Advertising_Report_Event
        self.send_hci_packet(event([event.Report(
            event_type=0x1B if is_response else 0x13, address_type=address.address_type, address=address,
            primary_phy=1, secondary_phy=0, advertising_sid=event.NO_ADI_FIELD_PROVIDED,
            tx_power=event.TX_POWER_INFORMATION_NOT_AVAILABLE, rssi=-50, periodic_advertising_interval=0,
            direct_address_type=0, direct_address=hci.Address.ANY, data=bytes(data))]))


class Air(LocalLink):
    """Carries what is said to those within reach, and nothing of or to those that are not."""

    def send_acl_data(self, sender, destination, transport, data):
        # The base class names the sender by its random address, and the kernel connects with its public one.
        connection = sender.le_connections.get(destination)
        receiver = self.find_le_controller(destination)
        # An adapter that was pulled out and plugged in again knows nothing of the connections it had.
        if connection and receiver and connection.self_address in receiver.le_connections \
                and sender in self.controllers:
            asyncio.get_running_loop().call_soon(
                receiver.on_link_acl_data, connection.self_address, transport, data)

    def send_advertising_pdu(self, sender, packet):
        if sender in self.controllers:
            super().send_advertising_pdu(sender, packet)

    def send_ll_control_pdu(self, sender_address, receiver_address, packet):
        if self.find_le_controller(sender_address) and self.find_le_controller(receiver_address):
            super().send_ll_control_pdu(sender_address, receiver_address, packet)

    def part(self, controller):
        """That one is out of reach; hands back what lets both ends of its connections find out, to be cancelled."""
        timers = []
        for connection in list(controller.le_connections.values()):
            ends = [(controller, connection)]
            other = self.find_le_controller(connection.peer_address)
            if other and (theirs := other.le_connections.get(connection.self_address)):
                ends.append((other, theirs))
            # The device's end is not told by the base class what was agreed on first.
            span = max(end.timeouts.get(one.handle, 0) for end, one in ends)
            timers += [asyncio.get_running_loop().call_later(span, end.give_up, one) for end, one in ends]
        self.controllers.discard(controller)
        return timers


class Radio:
    """The kernel's adapter, and the thread in which everything on the air happens."""

    def __init__(self, kind=Controller):
        self.kind = kind
        self.loop = asyncio.new_event_loop()
        self.air = Air()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def do(self, coroutine, seconds=20):
        """Runs it in the radio's thread, and waits for it."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(seconds)

    def __enter__(self):
        if not os.path.exists("/dev/vhci"):
            os.mknod("/dev/vhci", stat.S_IFCHR | 0o600, os.makedev(10, 137))
        self.insert_adapter()
        return self

    def insert_adapter(self):
        """The adapter is plugged in."""
        self.do(self._open())

    async def _open(self):
        self.transport = await open_transport("vhci")
        self.adapter = self.kind("adapter", host_source=self.transport.source, host_sink=self.transport.sink,
                                 link=self.air, public_address="00:AA:01:00:00:42/P")

    def remove_adapter(self):
        """The adapter is pulled out."""
        self.do(self._close())

    async def _close(self):
        self.air.part(self.adapter)
        # It tells its host nothing any more.
        self.adapter.host = None
        await self.transport.close()
        self.adapter = None

    def __exit__(self, *_):
        if self.adapter:
            self.remove_adapter()
        self.loop.call_soon_threadsafe(self.loop.stop)
