"""One unit of work: the open transaction, seen through one repository per subject."""

from typing import Any, Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.advisers import Advisers
from storage.audit import Audit
from storage.calendar import CalendarDays
from storage.cases import Cases
from storage.check_ins import CheckIns
from storage.coverage import Coverage
from storage.deliveries import Deliveries
from storage.dialogues import Dialogues
from storage.districts import Districts
from storage.doors import Doors
from storage.erasing import Erasing
from storage.evaluation import Evaluation
from storage.events import Events
from storage.files import Files
from storage.former_names import FormerNames
from storage.frames import Frames
from storage.grids import Grids
from storage.imports import Imports
from storage.inbox import Inbox
from storage.jobs import JobRuns
from storage.leaving import Leaving
from storage.measures import Measures
from storage.mingbairen import MingbairenRoll
from storage.months import Months
from storage.outbox import Outbox
from storage.people import People
from storage.photos import Photos
from storage.policies import Policies
from storage.posts import Posts
from storage.repository import Repository
from storage.roll_pages import RollPages
from storage.shortfalls import Shortfalls
from storage.shown_cards import ShownCards
from storage.sifting import Sifting
from storage.tidying import Tidying
from storage.told import Told
from storage.villages import Villages
from storage.visits import Visits
from storage.watch import Bell
from storage.web_keys import WebKeys
from storage.web_messages import WebMessages

R = TypeVar("R", bound=Repository)


class Of(Generic[R]):
    """A repository of the unit, made when it is first asked for."""

    def __init__(self, kind: type[R]) -> None:
        self._kind = kind

    def __set_name__(self, owner: type["Unit"], name: str) -> None:
        self._name = name

    def __get__(self, unit: "Unit", owner: type["Unit"]) -> R:
        made = self._kind(unit.connection, unit.asked)
        unit.__dict__[self._name] = made  # found there from now on, instead of this
        return made


class Unit:
    """Repositories share this one connection; none of them commits."""

    advisers = Of(Advisers)
    audit = Of(Audit)
    bell = Of(Bell)
    calendar = Of(CalendarDays)
    cases = Of(Cases)
    check_ins = Of(CheckIns)
    coverage = Of(Coverage)
    deliveries = Of(Deliveries)
    dialogues = Of(Dialogues)
    districts = Of(Districts)
    doors = Of(Doors)
    erasing = Of(Erasing)
    evaluation = Of(Evaluation)
    events = Of(Events)
    files = Of(Files)
    former_names = Of(FormerNames)
    frames = Of(Frames)
    grids = Of(Grids)
    imports = Of(Imports)
    inbox = Of(Inbox)
    job_runs = Of(JobRuns)
    leaving = Of(Leaving)
    measures = Of(Measures)
    mingbairen = Of(MingbairenRoll)
    months = Of(Months)
    outbox = Of(Outbox)
    people = Of(People)
    photos = Of(Photos)
    policies = Of(Policies)
    posts = Of(Posts)
    roll_pages = Of(RollPages)
    shortfalls = Of(Shortfalls)
    shown_cards = Of(ShownCards)
    sifting = Of(Sifting)
    tidying = Of(Tidying)
    told = Of(Told)
    villages = Of(Villages)
    visits = Of(Visits)
    web_keys = Of(WebKeys)
    web_messages = Of(WebMessages)

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.asked: dict[object, Any] = {}
