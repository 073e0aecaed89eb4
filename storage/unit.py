"""One unit of work: the open transaction, seen through one repository per subject."""

from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.advisers import Advisers
from storage.audit import Audit
from storage.calendar import CalendarDays
from storage.cases import Cases
from storage.check_ins import CheckIns
from storage.coverage import Coverage
from storage.dialogues import Dialogues
from storage.districts import Districts
from storage.doors import Doors
from storage.evaluation import Evaluation
from storage.events import Events
from storage.files import Files
from storage.grids import Grids
from storage.imports import Imports
from storage.inbox import Inbox
from storage.jobs import JobRuns
from storage.mingbairen import MingbairenRoll
from storage.months import Months
from storage.outbox import Outbox
from storage.people import People
from storage.photos import Photos
from storage.policies import Policies
from storage.posts import Posts
from storage.shortfalls import Shortfalls
from storage.shown_cards import ShownCards
from storage.sifting import Sifting
from storage.villages import Villages
from storage.visits import Visits
from storage.web_keys import WebKeys
from storage.web_messages import WebMessages


class Unit:
    """Repositories share this one connection; none of them commits."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection

    @cached_property
    def advisers(self) -> Advisers:
        return Advisers(self.connection)

    @cached_property
    def audit(self) -> Audit:
        return Audit(self.connection)

    @cached_property
    def calendar(self) -> CalendarDays:
        return CalendarDays(self.connection)

    @cached_property
    def cases(self) -> Cases:
        return Cases(self.connection)

    @cached_property
    def check_ins(self) -> CheckIns:
        return CheckIns(self.connection)

    @cached_property
    def coverage(self) -> Coverage:
        return Coverage(self.connection)

    @cached_property
    def dialogues(self) -> Dialogues:
        return Dialogues(self.connection)

    @cached_property
    def districts(self) -> Districts:
        return Districts(self.connection)

    @cached_property
    def doors(self) -> Doors:
        return Doors(self.connection)

    @cached_property
    def evaluation(self) -> Evaluation:
        return Evaluation(self.connection)

    @cached_property
    def events(self) -> Events:
        return Events(self.connection)

    @cached_property
    def files(self) -> Files:
        return Files(self.connection)

    @cached_property
    def grids(self) -> Grids:
        return Grids(self.connection)

    @cached_property
    def imports(self) -> Imports:
        return Imports(self.connection)

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self.connection)

    @cached_property
    def job_runs(self) -> JobRuns:
        return JobRuns(self.connection)

    @cached_property
    def mingbairen(self) -> MingbairenRoll:
        return MingbairenRoll(self.connection)

    @cached_property
    def months(self) -> Months:
        return Months(self.connection)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.connection)

    @cached_property
    def people(self) -> People:
        return People(self.connection)

    @cached_property
    def photos(self) -> Photos:
        return Photos(self.connection)

    @cached_property
    def policies(self) -> Policies:
        return Policies(self.connection)

    @cached_property
    def posts(self) -> Posts:
        return Posts(self.connection)

    @cached_property
    def shortfalls(self) -> Shortfalls:
        return Shortfalls(self.connection)

    @cached_property
    def shown_cards(self) -> ShownCards:
        return ShownCards(self.connection)

    @cached_property
    def sifting(self) -> Sifting:
        return Sifting(self.connection)

    @cached_property
    def villages(self) -> Villages:
        return Villages(self.connection)

    @cached_property
    def visits(self) -> Visits:
        return Visits(self.connection)

    @cached_property
    def web_keys(self) -> WebKeys:
        return WebKeys(self.connection)

    @cached_property
    def web_messages(self) -> WebMessages:
        return WebMessages(self.connection)
