"""HL7 v2 messages (2.3 to 2.8): people, coverages, visits, charges, appointments, referrals in; ADT, DFT and ACK out."""

from remindful.edges.formats.hl7v2.ack import write_ack
from remindful.edges.formats.hl7v2.collected import Tellings
from remindful.edges.formats.hl7v2.outgoing import Sender
from remindful.edges.formats.hl7v2.read import FORMAT
from remindful.edges.formats.hl7v2.write import write_adt, write_dft

__all__ = ["FORMAT", "Sender", "Tellings", "write_ack", "write_adt", "write_dft"]
