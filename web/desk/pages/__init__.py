"""Every page of the desk, one module a subject. A new page is added to PAGES."""

from starlette_admin.views import BaseView

from web.desk.pages.adviser import AdviserPage
from web.desk.pages.advisers import Advisers
from web.desk.pages.answering import Arrange, Explain, HandOver, Receive, Waive
from web.desk.pages.appointing import Appoint, EndAppointment
from web.desk.pages.closing import CloseAgain, ClosingPage, Reopen
from web.desk.pages.grid_changes import MergeGrid, RenameGrid, RetireGrid, SplitGrid
from web.desk.pages.grid_worker import ChangeGridWorker
from web.desk.pages.grids import GridPage, Grids
from web.desk.pages.inviting import InviteChosen, InviteRole, Leave
from web.desk.pages.month import MonthPage
from web.desk.pages.people import People, PersonPage
from web.desk.pages.reminding import ExportMonth, RemindAdviser, RemindVillage, RemindVillages
from web.desk.pages.rename import RenameVillage
from web.desk.pages.roll import ExportRoll, MingbairenPage, Roll
from web.desk.pages.roll_forms import CorrectMingbairen, MoveStage
from web.desk.pages.todo import TodoList, TodoPage
from web.desk.pages.village import VillagePage
from web.desk.pages.village_changes import MergeVillage, RetireVillage, SplitVillage
from web.desk.pages.villages import Villages

PAGES: tuple[type[BaseView], ...] = (
    MonthPage,
    RemindVillages,
    ExportMonth,
    Villages,
    VillagePage,
    RenameVillage,
    MergeVillage,
    SplitVillage,
    RetireVillage,
    RemindVillage,
    Appoint,
    EndAppointment,
    Advisers,
    AdviserPage,
    RemindAdviser,
    ExportRoll,
    MoveStage,
    Roll,
    MingbairenPage,
    CorrectMingbairen,
    InviteRole,
    InviteChosen,
    People,
    PersonPage,
    Leave,
    Grids,
    GridPage,
    RenameGrid,
    MergeGrid,
    SplitGrid,
    RetireGrid,
    ChangeGridWorker,
    TodoList,
    TodoPage,
    Receive,
    Arrange,
    Explain,
    HandOver,
    Waive,
    ClosingPage,
    Reopen,
    CloseAgain,
)
