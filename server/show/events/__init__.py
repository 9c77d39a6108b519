"""Facts in the journal, in the past tense, never changed and never removed: every event, its row, their registry."""

from server.show.events.ceremony import *
from server.show.events.edits import *
from server.show.events.marks import *
from server.show.events.playout import *
from server.show.events.record import *
from server.show.events.registry import *
from server.show.events.row import *
from server.show.model.event import Event as Event
from server.show.model.lottery import Drawn as Drawn
