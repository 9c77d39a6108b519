"""Generation of a data folder: which of two machines without a third holds the truth of a show.

A number stands beside the journal. It grows by one with each promotion and with `limelight serve --truth`;
of two machines that serve the same show the one with the smaller number stops. A statement says a machine's
number; its proof (HMAC, RFC 2104) is made with a key that travels to followers with the codes, so nobody
else on the network can depose a machine. A statement that has come once stands in the file: a machine that
was deposed stays so over restarts, until a person says which of the two is true.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

import msgspec

from server.private_files import replace_json

GENERATION_FILE = "generation.json"
MAX_KNOWN = 8  # addresses of other machines that are remembered, the newest first
MAX_STATEMENT = 4096  # bytes of a statement that somebody sends
ADDRESS = re.compile(r"https?://([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]):[0-9]{1,5}")


class Statement(msgspec.Struct, frozen=True):
    """Word of a machine on itself: `number` is its generation, `addresses` are where its pages are."""

    id: str
    number: int
    serves: bool
    addresses: list[str]
    proof: str

    @property
    def address(self) -> str:
        """Address for people."""
        return self.addresses[0] if self.addresses else "?"


@dataclass(slots=True)
class Generation:
    """Generation as it is stored. `of` is the primary that this machine follows, "" where it serves itself;
    `known` are other machines' addresses; `deposed_by` is the statement of the machine that has gone on."""

    path: Path
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    number: int = 1
    key: str = field(default_factory=lambda: secrets.token_hex(32))
    of: str = ""
    host: str = ""  # where its own follower process listens
    port: int = 0
    known: list[str] = field(default_factory=list)
    deposed_by: Statement | None = None

    @classmethod
    def read(cls, folder: Path) -> Generation | None:
        """Generation of a data folder; None where it never had one. Raises ValueError for damage."""
        path = folder / GENERATION_FILE
        if not path.exists():
            return None
        stored = json.loads(path.read_text("utf-8"))
        deposed = stored.pop("deposed_by", None)
        try:
            statement = msgspec.convert(deposed, Statement | None)
            return cls(path, **stored, deposed_by=statement)
        except (TypeError, msgspec.ValidationError) as error:
            raise ValueError(f"{path}: {error}") from error

    @classmethod
    def of_folder(cls, folder: Path) -> Generation:
        """Generation of a data folder, made and stored where it had none."""
        known = cls.read(folder)
        if known is None:
            known = cls(folder / GENERATION_FILE)
            known.save()
        return known

    def save(self) -> None:
        """Store of the file, on disk when this returns, for its owner only."""
        stored = {name: value for name, value in asdict(self).items() if name not in ("path", "deposed_by")}
        stored["deposed_by"] = msgspec.to_builtins(self.deposed_by)
        replace_json(self.path, stored)

    def remember(self, addresses: list[str]) -> bool:
        """Addresses of another machine, stored; True where one of them is new."""
        right = [address for address in addresses if ADDRESS.fullmatch(address)]
        wanted = list(dict.fromkeys([*right, *self.known]))[:MAX_KNOWN]
        new = set(wanted) != set(self.known)
        if new:
            self.known = wanted
            self.save()
        return new

    # --- statements ----------------------------------------------------------------------------------

    def statement(self, addresses: list[str]) -> Statement:
        """Statement of this machine, with its proof."""
        bare = Statement(self.id, self.number, not self.of, addresses, "")
        return msgspec.structs.replace(bare, proof=self._proof(bare))

    def _proof(self, statement: Statement) -> str:
        told = msgspec.json.encode(msgspec.structs.replace(statement, proof=""))
        return hmac.new(self.key.encode(), told, hashlib.sha256).hexdigest()

    def verify(self, statement: Statement) -> bool:
        """True for the statement of a machine of the same show."""
        return hmac.compare_digest(self._proof(statement).encode(), statement.proof.encode())

    def loses_to(self, other: Statement) -> bool:
        """True where the other machine serves a later generation. Two that were promoted at once have the
        same number: one of them has to go first, and the ids decide."""
        return other.id != self.id and other.serves and (other.number, other.id) > (self.number, self.id)

    def depose(self, other: Statement) -> bool:
        """Word of a machine that has gone on with the show, stored; False where it counts for nothing."""
        if self.of or not self.verify(other) or not self.loses_to(other):
            return False
        if self.deposed_by is None or other.number >= self.deposed_by.number:
            self.deposed_by = other
            self.save()
        return True

    # --- what a person decides -----------------------------------------------------------------------

    def promote(self) -> None:
        """Promotion: this machine serves the show from now on, another no more."""
        before = self.deposed_by.number if self.deposed_by else 0
        self.number = max(self.number, before) + 1
        self.of, self.deposed_by = "", None
        self.save()

    def follow(self, address: str, host: str, port: int) -> None:
        """Begin of following: another machine is the primary, and this one listens at that host and port."""
        self.of, self.host, self.port = address, host, port
        self.save()

    def adopt(self, number: int, key: str) -> None:
        """Number and key of the machine that is followed."""
        if (number, key) != (self.number, self.key) or self.deposed_by:
            self.number, self.key, self.deposed_by = number, key, None
            self.save()


def read_statement(raw: bytes) -> Statement | None:
    """Statement that somebody sent; None for anything else."""
    if len(raw) > MAX_STATEMENT:
        return None
    try:
        statement = msgspec.json.decode(raw, type=Statement)
    except (msgspec.MsgspecError, UnicodeError):
        return None
    right = all(ADDRESS.fullmatch(address) for address in statement.addresses)
    return statement if right and len(statement.addresses) <= MAX_KNOWN else None

