"""Requests to the show, one frozen dataclass each, named as `do` names them on the wire."""

from server.show.commands.ceremony import *
from server.show.commands.command import *
from server.show.commands.edits import *
from server.show.commands.marks import *
from server.show.commands.playout import *
from server.show.commands.registry import *
from server.show.commands.row import *
