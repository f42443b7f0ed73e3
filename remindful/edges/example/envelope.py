"""The envelope of an X12 file: ISA of 106 bytes, GS, and the trailers with their counts."""

from dataclasses import dataclass

from remindful.edges.example.span import Span


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sends what to whom. control: unique in the example, nine digits at most."""

    group: str  # HC claims, HP remits
    version: str
    sender: str
    receiver: str
    control: int
    day: int
    terminator: str = "~\n"

    def opening(self, span: Span) -> str:
        """ISA and GS."""
        day = span.say_x12(self.day)
        # Usage T: made-up data must never be taken for a live file.
        isa = (
            f"ISA*00*          *00*          *ZZ*{self.sender:<15}*ZZ*{self.receiver:<15}*{day[2:]}*0600*^*00501"
            f"*{self.control:09d}*0*T*:"
        )
        assert len(isa) == 105, isa
        gs = f"GS*{self.group}*{self.sender}*{self.receiver}*{day}*0600*{self.control}*X*{self.version}"
        return f"{isa}{self.terminator}{gs}{self.terminator}"

    def closing(self, sets: int) -> str:
        """GE and IEA."""
        return f"GE*{sets}*{self.control}{self.terminator}IEA*1*{self.control:09d}{self.terminator}"
